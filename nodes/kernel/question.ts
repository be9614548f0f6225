import type { HttpRequest, Message } from './red.ts';

export type Question = Readonly<Record<string, unknown>>;

/** What a message asks: query and path parameters of its request, or the payload of one that comes from no request. */
export function questionOf(message: Message): Question {
  const request = message['req'] as Partial<HttpRequest> | undefined;
  if (!request) return (message.payload ?? {}) as Question;
  return { ...request.query, ...request.params };
}
