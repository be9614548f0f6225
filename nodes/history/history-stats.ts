import { endRow } from './bucket-store.ts';
import { endChunk, usageOf } from './chunk-store.ts';
import type { Connection } from './connection.ts';
import { endFrame, frameBytesStored } from './frame-store.ts';
import { type Tier, tiers, tierShapes } from './tier.ts';

export interface TierStats {
  readonly tier: Tier;
  /** Samples or buckets in chunks. */
  readonly sealedRows: number;
  readonly sealedBytes: number;
  /** What waits to be sealed: frames, each with the samples of a device, or buckets. */
  readonly openRows: number;
  readonly openBytes: number;
  /** Starts of the oldest and of the newest, epoch milliseconds; of their chunk where they are in one. Null without any. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Key and columns of a bucket row, roughly. */
const bucketRowBytes = 80;

export function historyStats(connection: Connection): readonly TierStats[] {
  return tiers.map((tier) => {
    const sealed = usageOf(connection, tier);
    const open = tier === 'telemetry' ? countOf(connection, 'frames') : countOf(connection, 'buckets', tier);
    const openBytes = tier === 'telemetry' ? frameBytesStored(connection) : open * bucketRowBytes;
    const endOpen = (end: 'oldest' | 'newest'): number | undefined =>
      tier === 'telemetry' ? endFrame(connection, end) : endRow(connection, tier, end);
    const oldest = [endChunk(connection, tier, 'oldest'), endOpen('oldest')].filter((start) => start !== undefined);
    return {
      tier,
      sealedRows: sealed.points,
      sealedBytes: sealed.bytes,
      openRows: open,
      openBytes,
      oldest: oldest.length === 0 ? null : Math.min(...oldest),
      newest: endOpen('newest') ?? endChunk(connection, tier, 'newest') ?? null,
    };
  });
}

function countOf(connection: Connection, table: 'frames' | 'buckets', tier?: Tier): number {
  const where = tier === undefined ? '' : `where tier = ${tierShapes[tier].number}`;
  return Number(connection.get(`select count(*) as count from ${table} ${where}`)?.['count']);
}
