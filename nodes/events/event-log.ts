import {
  choice,
  defineErrors,
  defineNode,
  identityOf,
  type Message,
  questionOf,
  text,
  typed,
} from '../kernel/index.ts';
import { auditLog, type AuditRecord } from './audit-log.ts';
import { eventsPage } from './events-page.ts';

const errors = defineErrors({
  bad_event_log_input: {
    status: 400,
    message: ({ field, limit, value }) =>
      `The event log's ${String(field)} must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
});

export default defineNode({
  type: 'busbar-event-log',
  version: 1,
  fields: {
    tapKind: text(),
    tapDevice: text(),
    operation: choice(['rows', 'events'], { default: 'rows' }),
    limit: typed({ default: '100', defaultType: 'num' }),
    kind: typed({ default: 'kind', defaultType: 'msg' }),
    device: typed({ default: 'device', defaultType: 'msg' }),
  },
  open(node) {
    const { tapKind, tapDevice, operation, limit, kind, device } = node.config;
    const log = auditLog.get();

    const tapped = ({ kind, deviceId }: AuditRecord): boolean =>
      (tapKind === '' || kind === tapKind) && (tapDevice === '' || deviceId === tapDevice);

    const unsubscribe = log.subscribe((record) => {
      if (!tapped(record)) return;
      node.status({ level: 'ok', text: `#${record.seq} ${record.kind}` });
      node.send([messageOf(record), null]);
    });
    node.status({ level: 'idle', text: `#${log.head.seq}` });

    const answer = async (message: Message): Promise<Message> =>
      Object.assign(message, {
        payload: await eventsPage(log, questionOf(message), identityOf(message['req'])?.sites),
        statusCode: 200,
      });

    const rowsFor = async (message: Message): Promise<Message> => {
      const [rows, ofKind, ofDevice] = await Promise.all(
        [limit, kind, device].map((input) => node.evaluate(input, message)),
      );
      const payload = await log.query({
        limit: Number(rows),
        kind: textOrAny('kind', ofKind),
        deviceId: textOrAny('device', ofDevice),
      });
      return Object.assign(message, { payload });
    };

    return {
      async input(message, send) {
        send([null, await (operation === 'events' ? answer(message) : rowsFor(message))]);
      },
      close: unsubscribe,
    };
  },
});

function messageOf(record: AuditRecord): Message {
  return { _msgid: record.hash.slice(0, 16), topic: record.kind, payload: record };
}

/** Nothing and the empty text mean any. */
function textOrAny(field: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw errors.bad_event_log_input({ field, limit: 'text', value });
  return value;
}
