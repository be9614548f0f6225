import type { SiteModel } from '../../site/index.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedKind } from './feed-kind.ts';
import { filteredInterest, filters } from './filters.ts';

/** What the filters look at in `{event, alarm, timestamp}`; the rest goes through as it is, `flood` included. */
interface AlarmEvent {
  readonly event: string;
  readonly alarm: {
    readonly priority: string;
    /** Slugs; null where the alarm belongs to none. */
    readonly block_id?: string | null;
    readonly site_id?: string | null;
  };
  readonly timestamp: string;
}

const chosen = { min_priority: filters.min_priority, block_slug: filters.block_slug, site_slug: filters.site_slug };

/** Alarm events as contract 002 has them; `min_priority=P1` means P0 and P1. */
export function alarmFeed(model: SiteModel): FeedKind {
  return {
    pathParameters: Object.keys(chosen),
    interestOf: (request) => filteredInterest(request, chosen, model),
    messagesOf({ payload }) {
      const { alarm } = alarmEventOf(payload);
      const labels = { priority: alarm.priority, block: alarm.block_id ?? '', site: alarm.site_id ?? '' };
      return [{ text: JSON.stringify(payload), labels }];
    },
  };
}

function alarmEventOf(payload: unknown): AlarmEvent {
  const { event, alarm, timestamp } = (payload ?? {}) as Partial<AlarmEvent>;
  const isWhole = typeof event === 'string' && typeof timestamp === 'string' && typeof alarm?.priority === 'string';
  if (!isWhole) {
    throw feedErrors.bad_feed_message({
      field: 'payload',
      limit: '{event, alarm, timestamp}, the alarm with a priority',
    });
  }
  return { event, alarm, timestamp };
}
