import type { SiteModel } from '../../../../nodes/site/index.ts';
import { developmentAccess } from '../../../../nodes/api/access/key-check.ts';
import type { FeedRequest } from '../../../../nodes/api/feeds/feed-kind.ts';

/** Two sites, the first with two blocks; the sensor of point `free` belongs to no block. */
export const feedSite = {
  sites: [
    { code: 'A', slug: 'site-a' },
    { code: 'B', slug: 'site-b' },
  ],
  blocks: [
    { slug: 'block-01', site: 'A' },
    { slug: 'block-02', site: 'A' },
    { slug: 'block-03', site: 'B' },
  ],
  equipment: [
    { id: 1, tag: 'CDU-01', block: 'block-01', subsystem: 'thermal-l1' },
    { id: 2, tag: 'MSB-02', block: 'block-02', subsystem: 'electrical' },
  ],
  sensors: [
    { id: 42, tag: 'CDU-01-T-SUP', device: 'D1', point: 'supply', equipment: 'CDU-01' },
    { id: 43, tag: 'CDU-01-T-RET', device: 'D1', point: 'return', equipment: 'CDU-01' },
    { id: 44, tag: 'MSB-02-P', device: 'D1', point: 'power', equipment: 'MSB-02' },
    { id: 45, tag: 'FREE', device: 'D1', point: 'free' },
  ],
} as unknown as SiteModel;

/** What a client asks; `sites` are the codes that its key is limited to. */
export function feedRequest(
  parameters: Readonly<Record<string, string>> = {},
  search = '',
  sites?: readonly string[],
): FeedRequest {
  const access = sites ? { ...developmentAccess, sites: new Set(sites) } : developmentAccess;
  return { parameters, query: new URLSearchParams(search), access };
}

/** A row of the event log as its listeners get it. */
export const auditRecord = {
  seq: 12,
  hash: 'ab',
  ts: Date.UTC(2026, 1, 21, 6),
  kind: 'alarm_raised',
  siteId: 'A',
  blockId: 'block-01',
  deviceId: null,
  commandId: null,
  keyId: null,
  source: 'alarms',
  via: 'gateway',
  targetKw: null,
  verdict: null,
  reason: null,
  frameTs: null,
  frameCycle: null,
  latencyMs: null,
  details: { priority: 'P1' },
};
