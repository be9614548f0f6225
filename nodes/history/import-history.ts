import { type Buckets, bucketsWithin, coarsened, overlaid } from './bucket.ts';
import { putBuckets, readBuckets } from './bucket-store.ts';
import {
  type BucketChunk,
  bucketChunk,
  type Origin,
  putBucketChunks,
  putSampleChunks,
  sampleChunk,
} from './chunk-store.ts';
import type { Connection } from './connection.ts';
import { overlaidSamples, type Samples, samplesWithin } from './sample.ts';
import { type BucketKey, markStale } from './stale-buckets.ts';
import { bucketStart, type BucketTier, coarserTier, tierShapes, windowsOf } from './tier.ts';

/** Closed one-minute buckets of one sensor. */
export interface ImportedBuckets {
  readonly sensorId: number;
  readonly buckets: Buckets;
}

export interface BucketImport {
  /** Number of the device's point index. */
  readonly pointIndex: number;
  readonly sensors: readonly ImportedBuckets[];
  /** Buckets that end later are still open: they are counted when they close. Epoch milliseconds. */
  readonly closedUntil: number;
}

export interface ImportedSamples {
  readonly sensorId: number;
  readonly samples: Samples;
}

const simulated: Origin = 1;

/** Stores simulated buckets and the coarser ones that follow from them; returns the coarser ones that are still open. */
export function importBuckets(connection: Connection, { pointIndex, sensors, closedUntil }: BucketImport): BucketKey[] {
  const open = new Map<string, BucketKey>();
  for (const { sensorId, buckets } of sensors) {
    if (buckets.start.length === 0) continue;
    put(connection, 'agg_1min', sensorId, buckets);
    for (const { tier, start } of putCoarser(connection, 'agg_1min', sensorId, buckets, closedUntil)) {
      open.set(`${tier} ${start}`, { tier, start, pointIndex });
    }
  }
  markStale(connection, [...open.values()]);
  return [...open.values()];
}

/** Stores simulated samples as chunks; they enter no bucket. */
export function importSamples(connection: Connection, sensors: readonly ImportedSamples[]): void {
  const { windowMs } = tierShapes.telemetry;
  for (const { sensorId, samples } of sensors) {
    const [from, to] = [samples.times[0] ?? NaN, samples.times.at(-1) ?? NaN];
    const chunks = windowsOf('telemetry', from, to + 1).map((start) => {
      const part = samplesWithin(samples, start, start + windowMs);
      const stored = sampleChunk(connection, start, sensorId);
      const merged = stored ? overlaidSamples(stored.samples, part) : part;
      return { start, sensorId, samples: merged, origin: simulated };
    });
    putSampleChunks(
      connection,
      chunks.filter((chunk) => chunk.samples.times.length > 0),
    );
  }
}

function putCoarser(
  connection: Connection,
  finer: BucketTier,
  sensorId: number,
  buckets: Buckets,
  closedUntil: number,
): readonly Omit<BucketKey, 'pointIndex'>[] {
  const tier = coarserTier(finer);
  if (!tier) return [];
  const { bucketMs } = tierShapes[tier];
  const whole = coarsened(wholeBuckets(connection, finer, sensorId, buckets, bucketMs), finer, tier);
  const lastClosed = bucketStart(tier, closedUntil);
  const closed = bucketsWithin(whole, -Infinity, lastClosed);
  const open = [...bucketsWithin(whole, lastClosed, Infinity).start].map((start) => ({ tier, start }));
  if (closed.start.length === 0) return open;
  put(connection, tier, sensorId, closed);
  return [...open, ...putCoarser(connection, tier, sensorId, closed, closedUntil)];
}

/** The buckets with their stored neighbours in the same coarser buckets. */
function wholeBuckets(
  connection: Connection,
  tier: BucketTier,
  sensorId: number,
  buckets: Buckets,
  coarserMs: number,
): Buckets {
  const first = buckets.start[0] ?? NaN;
  const end = (buckets.start.at(-1) ?? NaN) + tierShapes[tier].bucketMs;
  if (first % coarserMs === 0 && end % coarserMs === 0) return buckets;
  const from = Math.floor(first / coarserMs) * coarserMs;
  const to = Math.ceil(end / coarserMs) * coarserMs;
  return readBuckets(connection, tier, sensorId, from, to).buckets;
}

/** Whole windows become chunks at once; the rest stays as rows, which sealing finds. */
function put(connection: Connection, tier: BucketTier, sensorId: number, buckets: Buckets): void {
  const { windowMs, bucketMs } = tierShapes[tier];
  const first = buckets.start[0] ?? NaN;
  const end = (buckets.start.at(-1) ?? NaN) + bucketMs;
  const chunks: BucketChunk[] = [];
  for (const start of windowsOf(tier, first, end)) {
    const part = bucketsWithin(buckets, start, start + windowMs);
    if (first > start || end < start + windowMs) {
      putBuckets(connection, tier, sensorId, { buckets: part, origin: simulated });
      continue;
    }
    const stored = bucketChunk(connection, tier, start, sensorId);
    const merged = stored ? overlaid(stored.buckets, part) : part;
    chunks.push({ start, sensorId, buckets: merged, origin: simulated });
  }
  putBucketChunks(connection, tier, chunks);
}
