import {
  choice,
  defineNode,
  type HttpRequest,
  identityOf,
  type Message,
  type Question,
  questionOf,
} from '../kernel/index.ts';
import { alarmActions } from './alarm-action.ts';
import { actionOf, filterOf, pageOf } from './alarm-input.ts';
import { alarmService } from './alarm-service.ts';

/** Lists alarms, answers their statistics and does what an operator wants with them. */
export default defineNode({
  type: 'busbar-alarm-command',
  version: 1,
  fields: { operation: choice(['list', 'stats', ...alarmActions], { default: 'list' }) },
  open({ config, status }) {
    const { operation } = config;
    return {
      async input(message) {
        const payload = await answerOf(message);
        status({ level: 'ok', text: `${operation}: done` });
        return Object.assign(message, { payload, statusCode: 200 });
      },
    };

    function answerOf(message: Message): unknown {
      const alarms = alarmService.get();
      const fields = fieldsOf(message);
      const identity = identityOf(message['req']);
      const siteCodes = identity?.sites;
      if (operation === 'list') return alarms.list({ ...filterOf(fields), siteCodes }, pageOf(fields));
      if (operation === 'stats') return alarms.statistics({ blockSlug: filterOf(fields).blockSlug, siteCodes });
      const { operator, ...action } = actionOf(operation, fields);
      const via = message['req'] === undefined ? 'flow' : 'http';
      // The operator's name is a claim of the sender; the key beside it is not.
      return alarms.act({ ...action, siteCodes, requester: { keyId: identity?.keyId ?? null, source: operator, via } });
    }
  },
});

function fieldsOf(message: Message): Question {
  const request = message['req'] as Partial<HttpRequest> | undefined;
  const body = typeof request?.body === 'object' ? (request.body as Question) : {};
  return { ...body, ...questionOf(message) };
}
