import type { SiteModel } from '../../site/index.ts';
import { alarmFeed } from './alarm-feed.ts';
import { eventFeed } from './event-feed.ts';
import type { FeedKind } from './feed-kind.ts';
import { metricsFeed } from './metrics-feed.ts';
import { plainFeed } from './plain-feed.ts';
import { telemetryFeed } from './telemetry-feed.ts';

export const feedKindNames = ['telemetry', 'alarms', 'events', 'metrics', 'plain'] as const;
export type FeedKindName = (typeof feedKindNames)[number];

/** A plain feed and one of metrics ask for no site. */
export const feedKinds: Readonly<Record<FeedKindName, (site: () => SiteModel) => FeedKind>> = {
  telemetry: (site) => telemetryFeed(site()),
  alarms: (site) => alarmFeed(site()),
  events: (site) => eventFeed(site()),
  metrics: () => metricsFeed,
  plain: () => plainFeed,
};
