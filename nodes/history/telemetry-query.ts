import { choice, defineNode, identityOf, questionOf } from '../kernel/index.ts';
import { directoryOf, siteRuntime } from '../site/index.ts';
import { historyService } from './history-service.ts';
import { telemetryAnswers } from './telemetry-answers.ts';

/** Answers what was measured: the past of one or several sensors, or the newest value of each sensor of a block. */
export default defineNode({
  type: 'busbar-telemetry-query',
  version: 1,
  fields: { operation: choice(['telemetry', 'latest', 'multi'], { default: 'telemetry' }) },
  open: ({ config: { operation } }) => ({
    async input(message) {
      const [site, history] = [siteRuntime.get(), historyService.get()];
      const directory = directoryOf(site, identityOf(message['req'])?.sites);
      const sources = { directory, image: site.image, history, now: history.clock.now() };
      const json = await telemetryAnswers[operation](sources, questionOf(message));
      // A client gets the bytes as they were made in the store's thread; a flow gets what it can work with.
      message.payload = message['req'] === undefined ? JSON.parse(json.toString()) : json;
      message['headers'] = { 'content-type': 'application/json; charset=utf-8' };
      return message;
    },
  }),
});
