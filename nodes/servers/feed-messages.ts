import { isoUtc, type Message, randomId } from '../kernel/index.ts';
import type { ServerState } from './server-state.ts';
import { serverBody } from './server-views.ts';

/** A server after a round of questions, as a message: `ts` in epoch milliseconds. */
export function serverMessage(state: ServerState, now: number): Message {
  return {
    _msgid: randomId(),
    topic: state.model.name,
    payload: serverBody(state, now),
    status: state.status,
    ts: now,
  };
}

/** The answers of the feed to one client, by what came from it: nothing when it went. */
export function feedAnswers(sign: Message, states: readonly ServerState[], now: number): readonly Message[] {
  const { topic, client, payload } = sign;
  const answer = (event: object): Message => ({
    _msgid: randomId(),
    client,
    payload: { ...event, timestamp: isoUtc(now) },
  });
  if (topic === 'connect') {
    return [answer({ event_type: 'connection_established', message: 'Connected to metrics stream' })];
  }
  if (topic !== 'message') return [];
  const request = clientRequestOf(String(payload));
  if ('fault' in request) return [answer({ event_type: 'error', message: request.fault })];
  if (request.type === 'ping') return [answer({ event_type: 'pong' })];
  return states.map((state) => ({ ...serverMessage(state, now), client }));
}

type ClientRequest = { readonly type: 'ping' | 'request_update' } | { readonly fault: string };

const longestShown = 50;

/** Reads a client's message; what is wrong with it comes back as a sentence. */
function clientRequestOf(text: string): ClientRequest {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { fault: 'Invalid JSON format' };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return { fault: 'A message must be a JSON object with a type' };
  }
  const { type } = message as { readonly type?: unknown };
  if (type === 'ping' || type === 'request_update') return { type };
  const shown = (JSON.stringify(type) as string | undefined)?.slice(0, longestShown) ?? 'nothing';
  return { fault: `The type must be ping or request_update, found ${shown}` };
}
