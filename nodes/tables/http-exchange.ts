import { type HttpRequest, identityOf, type Message } from '../kernel/index.ts';
import type { RestAnswer, RestRequest } from './request/rest-request.ts';

/** The request that a message carries, or what a message of a flow asks: `msg.query` and, for a write, `msg.payload`. */
export function restRequestOf(message: Message, reads: boolean): RestRequest {
  const request = message['req'] as HttpRequest | undefined;
  if (!request) return flowRequest(message, reads);
  const { headers, originalUrl } = request;
  const mark = originalUrl.indexOf('?');
  return {
    search: mark < 0 ? '' : originalUrl.slice(mark + 1),
    body: request.method === 'GET' || request.method === 'HEAD' ? undefined : request.body,
    accept: headers.accept,
    prefer: textOf(headers['prefer']),
    range: headers.range,
    profile: textOf(headers[reads ? 'accept-profile' : 'content-profile']),
  };
}

/** Puts an answer into the message. A flow gets values to work with, a client the text as it stands. */
export function withAnswer(message: Message, { status, headers, body }: RestAnswer): Message {
  const isRequest = message['req'] !== undefined;
  message.payload = isRequest || !isJson(headers['Content-Type']) ? body : JSON.parse(body);
  message['statusCode'] = status;
  message['headers'] = headers;
  return message;
}

/** Sites that the sender's key is limited to. */
export function sitesOf(message: Message): ReadonlySet<string> | undefined {
  return identityOf(message['req'])?.sites;
}

function flowRequest({ payload, query, prefer }: Message, reads: boolean): RestRequest {
  return {
    search: typeof query === 'string' ? query : '',
    body: reads ? undefined : payload,
    prefer: typeof prefer === 'string' ? prefer : 'return=representation',
  };
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.includes('json') === true;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
