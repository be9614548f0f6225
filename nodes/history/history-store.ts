import { createBuckets, endRow, putBucketsAt } from './bucket-store.ts';
import { createChunks, endChunk, removeOldestChunks } from './chunk-store.ts';
import type { Connection } from './connection.ts';
import type { Ddl } from './ddl.ts';
import { frameBytesStored } from './frame-store.ts';
import { historyStats } from './history-stats.ts';
import { importBuckets, importSamples } from './import-history.ts';
import type { LatestReading } from './latest-readings.ts';
import { newestReadings } from './newest-readings.ts';
import { recount } from './recount.ts';
import { sealableFrames, sealBuckets, sealFrames } from './seal.ts';
import { readSeries } from './series.ts';
import { manySeriesJson, seriesJson } from './series-json.ts';
import { type BucketKey, markStale, staleBuckets, unmarkStale } from './stale-buckets.ts';
import { defineStoreModule } from './store-module.ts';
import type { ClosedBuckets } from './tier-accumulator.ts';
import { bucketStart, bucketTiers, coarserTier, type Tier, tierShapes } from './tier.ts';
import { windowTexts } from './window-text.ts';

/** Closed buckets of one device, or the part of them that one write takes. */
export interface BucketFlush extends ClosedBuckets {
  readonly pointIndex: number;
  /** True for the part that completes them. */
  readonly complete: boolean;
}

export interface Retention {
  readonly tier: Tier;
  /** Chunks that start before this are removed, epoch milliseconds. */
  readonly before: number;
  /** Most bytes of the tier, raw frames counted among the raw samples. */
  readonly maxBytes: number;
}

/** What the last run left. */
export interface HistoryState {
  readonly stale: readonly BucketKey[];
  /** No stored bucket ends later, epoch milliseconds; -Infinity without any. */
  readonly closedUntil: number;
  /** Of each sensor with samples that are not sealed yet. */
  readonly newest: readonly LatestReading[];
}

const createHistory = (ddl: Ddl): readonly string[] => [...createBuckets(ddl), ...createChunks(ddl)];

/** Chunks of one removal, so that it stays under ten milliseconds. */
const removalSlice = 500;

const historyStore = defineStoreModule({
  name: 'history',
  migrations: { '001-history': createHistory },
  writes: { flush, recount, sealFrames, sealBuckets, removeOldest, importBuckets, importSamples },
  reads: { state, sealableFrames, series: readSeries, seriesJson, manySeriesJson, windowTexts, stats: historyStats },
});

export const { writes: historyWrites, reads: historyReads } = historyStore;
export default historyStore;

/** Stores closed buckets and marks the coarser ones, in which they are not counted durably yet. */
function flush(connection: Connection, flushes: readonly BucketFlush[]): void {
  for (const { sensorIds, columns, complete, ...key } of flushes) {
    putBucketsAt(connection, key, sensorIds, columns);
    if (!complete) continue;
    const coarser = coarserTier(key.tier);
    if (coarser) markStale(connection, [{ ...key, tier: coarser, start: bucketStart(coarser, key.start) }]);
    unmarkStale(connection, key);
  }
}

/** Removes the oldest chunks that are too old or too many, at most one slice; returns how many. */
function removeOldest(connection: Connection, { tier, before, maxBytes }: Retention): number {
  const ofFrames = tier === 'telemetry' ? frameBytesStored(connection) : 0;
  return removeOldestChunks(connection, { tier, before, maxBytes: maxBytes - ofFrames, slice: removalSlice });
}

function state(connection: Connection): HistoryState {
  const ends = bucketTiers.flatMap((tier) => [
    (endRow(connection, tier, 'newest') ?? -Infinity) + tierShapes[tier].bucketMs,
    (endChunk(connection, tier, 'newest') ?? -Infinity) + tierShapes[tier].windowMs,
  ]);
  return {
    stale: staleBuckets(connection),
    closedUntil: Math.max(...ends),
    newest: newestReadings(connection),
  };
}
