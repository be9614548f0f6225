import { isoUtc, type Message } from '../../kernel/index.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedKind } from './feed-kind.ts';

const limit = 'that of a busbar-server-collector node, or an object with an event_type';

/**
 * The feed of contract 004: messages of a `busbar-server-collector` node as `metrics_update`, and events as they are, a
 * heartbeat with the number of clients. `msg.client` sends to one client.
 */
export const metricsFeed: FeedKind = {
  pathParameters: [],
  interestOf({ access }) {
    if (access.sites) throw feedErrors.site_bound_key();
    return {};
  },
  messagesOf(message, clients = 0) {
    const { client } = message;
    const text = JSON.stringify(eventOf(message, clients));
    return [typeof client === 'string' ? { text, labels: {}, client } : { text, labels: {} }];
  },
};

function eventOf({ payload, topic, ts }: Message, clients: number): object {
  if (typeof payload !== 'object' || payload === null) throw feedErrors.bad_feed_message({ field: 'payload', limit });
  if ('event_type' in payload)
    return payload.event_type === 'heartbeat' ? { ...payload, connections: clients } : payload;
  if (typeof topic !== 'string' || typeof ts !== 'number') {
    throw feedErrors.bad_feed_message({ field: 'payload', limit });
  }
  return { event_type: 'metrics_update', server_type: topic, data: payload, timestamp: isoUtc(ts) };
}
