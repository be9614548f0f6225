import { choice, defineNode, type HttpRequest, identityOf, type Message, questionOf, text } from '../kernel/index.ts';
import { feedAnswers } from './feed-messages.ts';
import { serverAnswers, type ServersAsked, siteAnswers } from './server-answers.ts';
import { expositionText, metricLinesBody } from './server-exposition.ts';
import { errors } from './server-errors.ts';
import { serverMonitor } from './server-monitor.ts';

const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

const siteOperations = Object.keys(siteAnswers) as (keyof typeof siteAnswers)[];
const serverOperations = Object.keys(serverAnswers) as (keyof typeof serverAnswers)[];
const operations = [...siteOperations, ...serverOperations, 'metrics', 'exposition', 'feed'] as const;

/** Answers what is known of the site's servers. */
export default defineNode({
  type: 'busbar-server-view',
  version: 1,
  fields: { operation: choice(operations, { default: 'overview' }), server: text() },
  open({ config: { operation, server } }) {
    const closeFeed = operation === 'feed' ? serverMonitor.get().openFeed() : undefined;
    return {
      async input(message, send) {
        const monitor = serverMonitor.get();
        const states = monitor.states(identityOf(message['req'])?.sites);
        if (operation === 'feed') send([[...feedAnswers(message, states, monitor.now())]]);
        else send(await answered(message, { monitor, states }));
      },
      close: () => closeFeed?.(),
    };

    async function answered(message: Message, asked: ServersAsked): Promise<Message> {
      if (operation === 'exposition' || (operation === 'metrics' && wantsText(message))) {
        const headers = { 'content-type': expositionType };
        return Object.assign(message, { payload: await expositionText(asked.states), statusCode: 200, headers });
      }
      return Object.assign(message, { payload: answerOf(message, asked), statusCode: 200 });
    }

    function answerOf(message: Message, asked: ServersAsked): object {
      const { monitor, states } = asked;
      if (operation === 'metrics') return metricLinesBody(states, monitor.now());
      const ofSite = siteOperations.find((name) => name === operation);
      if (ofSite) return siteAnswers[ofSite](asked);
      const name = server === '' ? message['server'] : server;
      const state = states.find(({ model }) => model.name === name);
      if (!state) throw errors.unknown_server({ field: 'server', value: name });
      return serverAnswers[operation as keyof typeof serverAnswers](state, monitor.now(), questionOf(message));
    }
  },
});

/** Prometheus asks for text; others get JSON. */
function wantsText(message: Message): boolean {
  const request = message['req'] as Partial<HttpRequest> | undefined;
  return /text\/plain|openmetrics/.test(request?.headers?.accept ?? '');
}
