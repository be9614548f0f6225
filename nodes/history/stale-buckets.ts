import type { Connection } from './connection.ts';
import type { Ddl } from './ddl.ts';
import { type BucketTier, tiers, tierShapes } from './tier.ts';

/** The buckets of one device, tier and time. */
export interface BucketKey {
  readonly tier: BucketTier;
  /** Epoch milliseconds. */
  readonly start: number;
  /** Number of the device's point index. */
  readonly pointIndex: number;
}

/**
 * Buckets whose rows may not hold all that is stored: those that are still open, and those that a late frame belongs to.
 * After a crash they say what is to be counted again. A mark counts how often it was set, so that a recount removes it only
 * when nothing came meanwhile.
 */
export const createStaleBuckets = (ddl: Ddl): readonly string[] => [
  ddl.keyedTable(
    'stale_buckets',
    `tier ${ddl.integer} not null,
    start ${ddl.integer} not null,
    point_index ${ddl.integer} not null references point_indexes (id),
    marks ${ddl.integer} not null,
    primary key (tier, start, point_index)`,
  ),
  `insert into stale_buckets (tier, start, point_index, marks)
    select distinct 1, ts - ts % 60000, point_index, 1 from frames`,
];

const insertMark = `insert into stale_buckets (tier, start, point_index, marks)
  values (:tier, :start, :pointIndex, 1)
  on conflict (tier, start, point_index) do update set marks = stale_buckets.marks + 1`;

const whereKey = 'where tier = :tier and start = :start and point_index = :pointIndex';

export function markStale(connection: Connection, keys: readonly BucketKey[]): void {
  const distinct = new Map(keys.map((key) => [`${key.tier} ${key.start} ${key.pointIndex}`, key]));
  for (const key of distinct.values()) connection.run(insertMark, parametersOf(key));
}

/** How often it was marked; 0 when it is not. */
export function marksOf(connection: Connection, key: BucketKey): number {
  return Number(connection.get(`select marks from stale_buckets ${whereKey}`, parametersOf(key))?.['marks'] ?? 0);
}

export function unmarkStale(connection: Connection, key: BucketKey): void {
  connection.run(`delete from stale_buckets ${whereKey}`, parametersOf(key));
}

export function staleBuckets(connection: Connection): readonly BucketKey[] {
  const rows = connection.all('select tier, start, point_index from stale_buckets order by tier, start, point_index');
  return rows.map((row) => ({
    tier: tiers[Number(row['tier'])] as BucketTier,
    start: Number(row['start']),
    pointIndex: Number(row['point_index']),
  }));
}

function parametersOf({ tier, start, pointIndex }: BucketKey): { tier: number; start: number; pointIndex: number } {
  return { tier: tierShapes[tier].number, start, pointIndex };
}
