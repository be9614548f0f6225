import { isoUtc } from '../kernel/index.ts';
import type { ServerState } from './server-state.ts';
import { serverBody } from './server-views.ts';

/** What the feed of contract 004 sends; the feed itself adds the number of its clients to a heartbeat. */
export const feedMessages = {
  update: (state: ServerState, now: number) => ({
    event_type: 'metrics_update',
    server_type: state.model.name,
    data: serverBody(state, now),
    timestamp: isoUtc(now),
  }),
  established: (now: number) => ({
    event_type: 'connection_established',
    message: 'Connected to metrics stream',
    timestamp: isoUtc(now),
  }),
  heartbeat: (now: number) => ({ event_type: 'heartbeat', timestamp: isoUtc(now) }),
  pong: (now: number) => ({ event_type: 'pong', timestamp: isoUtc(now) }),
  error: (message: string, now: number) => ({ event_type: 'error', message, timestamp: isoUtc(now) }),
};

/** What a client asks for. */
export type ClientRequest = { readonly type: 'ping' | 'request_update' } | { readonly fault: string };

const longestShown = 50;

/** Reads a client's message; whatever is wrong with it comes back as a sentence. */
export function clientRequestOf(text: string): ClientRequest {
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
