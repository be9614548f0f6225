import { type AuditRecord, eventBody } from '../../events/index.ts';
import type { SiteModel } from '../../site/index.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedKind } from './feed-kind.ts';
import { filteredInterest, filters, siteSlugsOfBlocks } from './filters.ts';

const chosen = { block_slug: filters.block_slug };

/** Rows of the event log, as `GET /api/v1/events` shows them. An event without a block is on no block's feed. */
export function eventFeed(model: SiteModel): FeedKind {
  const siteOf = siteSlugsOfBlocks(model);
  return {
    pathParameters: Object.keys(chosen),
    interestOf: (request) => filteredInterest(request, chosen, model),
    messagesOf({ payload }) {
      const event = eventBody(recordOf(payload));
      const block = event.block_id ?? '';
      return [{ text: JSON.stringify(event), labels: { block, site: siteOf.get(block) ?? '' } }];
    },
  };
}

function recordOf(payload: unknown): AuditRecord {
  const { seq, kind, ts } = (payload ?? {}) as Partial<AuditRecord>;
  if (typeof seq === 'number' && typeof kind === 'string' && typeof ts === 'number') return payload as AuditRecord;
  throw feedErrors.bad_feed_message({ field: 'payload', limit: 'a row of the event log, as its node sends it' });
}
