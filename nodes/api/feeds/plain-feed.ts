import { feedErrors } from './feed-errors.ts';
import type { FeedKind } from './feed-kind.ts';
import type { Labels } from './interest.ts';

/**
 * Any payload: text as it is, everything else as JSON. `msg.client` sends it to one client; on a path with parameters
 * `msg.parameters` says whose it is.
 */
export const plainFeed: FeedKind = {
  pathParameters: null,
  hearsBytes: true,
  interestOf({ parameters, access }) {
    if (access.sites) throw feedErrors.site_bound_key();
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]));
  },
  messagesOf({ payload, parameters, client }) {
    const text = typeof payload === 'string' ? payload : (JSON.stringify(payload) as string | undefined);
    if (text === undefined) throw feedErrors.bad_feed_message({ field: 'payload', limit: 'text or JSON' });
    const labels = (parameters ?? {}) as Labels;
    return [typeof client === 'string' ? { text, labels, client } : { text, labels }];
  },
};
