import type { HttpRequest, HttpResponse, Message } from '../kernel/index.ts';
import { defineNode } from '../kernel/index.ts';
import { frontDoor } from './front-door.ts';

interface HttpMessage extends Message {
  req?: HttpRequest;
  /** The core node hands the response out in a wrapper. */
  res?: { _res: HttpResponse };
  error?: unknown;
}

export default defineNode({
  type: 'busbar-api-error',
  version: 1,
  fields: {},
  open: (node) => ({
    input(message) {
      const { req, res, error } = message as HttpMessage;
      if (!req || !res) {
        node.status({ level: 'warning', text: 'no request to answer' });
        return undefined;
      }
      // The http response node itself reports an answer that came too late; answering that again would go round for ever.
      if (res._res.headersSent) {
        node.status({ level: 'warning', text: 'answered already' });
        return undefined;
      }
      const { status, body, headers } = frontDoor.get().answerOf(req, error);
      node.status({ level: 'idle', text: `last error ${status}` });
      return Object.assign(message, { statusCode: status, payload: body, headers });
    },
  }),
});
