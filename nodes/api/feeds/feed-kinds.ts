import type { SiteModel } from '../../site/index.ts';
import { alarmFeed } from './alarm-feed.ts';
import { eventFeed } from './event-feed.ts';
import type { FeedKind } from './feed-kind.ts';
import { plainFeed } from './plain-feed.ts';
import { telemetryFeed } from './telemetry-feed.ts';

export const feedKindNames = ['telemetry', 'alarms', 'events', 'plain'] as const;
export type FeedKindName = (typeof feedKindNames)[number];

/** A plain feed asks for no site. */
export const feedKinds: Readonly<Record<FeedKindName, (site: () => SiteModel) => FeedKind>> = {
  telemetry: (site) => telemetryFeed(site()),
  alarms: (site) => alarmFeed(site()),
  events: (site) => eventFeed(site()),
  plain: () => plainFeed,
};
