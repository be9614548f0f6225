import { identityOf, type Message } from '../kernel/index.ts';
import type { Requester } from '../site/index.ts';

/** The analytics, where nobody asked for what it does. */
export const analyticsItself: Requester = { keyId: null, source: 'analytics', via: 'gateway' };

/** Who asks by a message, for the event log. */
export function requesterOf(message: Message): Requester {
  const request = message['req'];
  const via = request === undefined ? 'flow' : 'http';
  return { keyId: identityOf(request)?.keyId ?? null, source: 'analytics', via };
}
