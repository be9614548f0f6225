import { Quality } from '../site/index.ts';
import { addSample, allocateBuckets, type Buckets, clearBucket, coarsened, settleBucket } from './bucket.ts';
import { putBuckets, readBuckets, type StoredBuckets } from './bucket-store.ts';
import type { Connection } from './connection.ts';
import type { Samples } from './sample.ts';
import { readSamples } from './sample-store.ts';
import { type BucketKey, marksOf, markStale, unmarkStale } from './stale-buckets.ts';
import { pointIndexAt, type StoredPointIndex } from './stored-frames.ts';
import { coarserTier, finerTier, bucketStart, type BucketTier, tierShapes } from './tier.ts';

/** Where a recount stands that is too long for one write. */
export interface RecountProgress {
  /** Sensors of the device that were counted. */
  readonly done: number;
  /** How often the buckets were marked when it began. */
  readonly marks: number;
}

export interface RecountSlice extends BucketKey {
  /** Null at the beginning. */
  readonly progress: RecountProgress | null;
}

/** Keeps one write under about ten milliseconds. */
const sliceSensors = 100;

/**
 * Makes the buckets of one device, tier and time again from all that is stored, and marks the coarser ones that they belong
 * to. Returns where to go on, or null at the end.
 */
export function recount(connection: Connection, slice: RecountSlice): RecountProgress | null {
  const { tier, start, pointIndex } = slice;
  const device = pointIndexAt(connection, pointIndex);
  const { done, marks } = slice.progress ?? { done: 0, marks: marksOf(connection, slice) };
  const sensorIds = [...device.columns.keys()].slice(done, done + sliceSensors);
  for (const [sensorId, counted] of countedAgain(connection, slice, device, sensorIds)) {
    const stored = readBuckets(connection, tier, sensorId, start, start + 1);
    // Fewer than before: what it was made of has been removed meanwhile, by age.
    if ((counted.buckets.n[0] ?? 0) < (stored.buckets.n[0] ?? 0)) continue;
    putBuckets(connection, tier, sensorId, counted);
  }
  if (done + sliceSensors < device.columns.size) return { done: done + sliceSensors, marks };

  const coarser = coarserTier(tier);
  if (coarser) markStale(connection, [{ tier: coarser, start: bucketStart(coarser, start), pointIndex }]);
  // One that was marked meanwhile stays marked, and is counted again.
  if (marksOf(connection, slice) === marks) unmarkStale(connection, slice);
  return null;
}

/** One bucket or none of each sensor. */
function countedAgain(
  connection: Connection,
  { tier, start }: BucketKey,
  device: StoredPointIndex,
  sensorIds: readonly number[],
): ReadonlyMap<number, StoredBuckets> {
  const end = start + tierShapes[tier].bucketMs;
  const finer = finerTier(tier);
  if (finer) {
    return new Map(
      sensorIds.map((sensorId) => {
        const { buckets, origin } = readBuckets(connection, finer, sensorId, start, end);
        return [sensorId, { buckets: coarsened(buckets, finer, tier), origin }];
      }),
    );
  }
  const stored = readSamples(connection, sensorIds, start, end);
  return new Map(
    [...stored].map(([sensorId, { samples, simulated }]) => {
      const point = device.index.points[device.columns.get(sensorId) ?? NaN];
      const expected = tierShapes[tier].bucketMs / (point?.periodMs ?? NaN);
      const buckets = bucketOf(tier, start, samples, { expected, isCounter: point?.counter === true });
      return [sensorId, { buckets, origin: simulated ? 1 : 0 }];
    }),
  );
}

/** The bucket of all its samples, or none when no sample has a value. */
function bucketOf(
  tier: BucketTier,
  start: number,
  { times, values, quality }: Samples,
  { expected, isCounter }: { expected: number; isCounter: boolean },
): Buckets {
  const bucket = allocateBuckets(1);
  bucket.start[0] = bucketStart(tier, start);
  clearBucket(bucket, 0, expected, isCounter);
  for (let at = 0; at < times.length; at += 1) {
    const value = values[at] ?? NaN;
    if (quality[at] !== Quality.bad && Number.isFinite(value))
      addSample(bucket, 0, value, quality[at] === Quality.good);
  }
  settleBucket(bucket, 0);
  return bucket.n[0] === 0 ? allocateBuckets(0) : bucket;
}
