import { Quality } from '../site/index.ts';
import { addedUp, type Buckets, increment } from './bucket.ts';
import { endRow, readBuckets } from './bucket-store.ts';
import { endChunk } from './chunk-store.ts';
import type { Connection } from './connection.ts';
import type { Samples } from './sample.ts';
import { readSamples } from './sample-store.ts';
import { type BucketTier, type Tier, windowStart } from './tier.ts';

export interface SeriesQuestion {
  readonly sensorId: number;
  readonly tier: Tier;
  /** Buckets and samples that start within the half-open range, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/**
 * A sensor's buckets in the order of time; where there was no value there is no bucket. `delta` is what a counter rose by
 * since the bucket before, and NaN for everything else; over any buckets in a row it sums to what the counter counted. Raw
 * samples are buckets of one sample: `sum`, `min`, `max`, `first` and `last` are its value, NaN when it is bad.
 */
export interface Series extends Buckets {
  /** True when any part of it was simulated. */
  readonly simulated: boolean;
}

/** Throws `chunk_damaged`. */
export function readSeries(connection: Connection, question: SeriesQuestion): Series {
  const { tier, sensorId } = question;
  const points = readPoints(connection, question);
  return tier === 'telemetry' ? points : { ...points, delta: deltasOf(connection, tier, sensorId, points) };
}

/** The series with `delta` only of what lies inside each bucket: the bucket before is not looked for. Throws `chunk_damaged`. */
export function readPoints(connection: Connection, { sensorId, tier, from, to }: SeriesQuestion): Series {
  if (tier === 'telemetry') {
    const stored = readSamples(connection, [sensorId], from, to).get(sensorId);
    if (!stored) throw new Error(`the samples of sensor ${sensorId} were not read`);
    return { ...bucketsOfSamples(stored.samples), simulated: stored.simulated };
  }
  const { buckets, origin } = readBuckets(connection, tier, sensorId, from, to);
  return { ...buckets, simulated: origin === 1 };
}

/** Adds to the increments inside each bucket the one from the bucket before, which counts to the later one. */
function deltasOf(connection: Connection, tier: BucketTier, sensorId: number, buckets: Buckets): Float64Array {
  const { first, last, delta, start } = buckets;
  if (start.length === 0 || Number.isNaN(delta[0])) return delta;
  let previous = lastBefore(connection, tier, sensorId, start[0] ?? NaN);
  return delta.map((inside, at) => {
    const bridge = previous === undefined ? 0 : increment(previous, first[at] ?? NaN);
    previous = last[at];
    return addedUp(bridge, inside);
  });
}

/** The last value of the sensor's nearest bucket before a time, however long the hole between, or undefined. */
function lastBefore(connection: Connection, tier: BucketTier, sensorId: number, before: number): number | undefined {
  const oldest = oldestOf(connection, tier);
  if (oldest === undefined) return undefined;
  for (let end = before; end > oldest; end = windowStart(tier, end - 1)) {
    const last = readBuckets(connection, tier, sensorId, windowStart(tier, end - 1), end).buckets.last.at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

function oldestOf(connection: Connection, tier: BucketTier): number | undefined {
  const ends = [endChunk(connection, tier, 'oldest'), endRow(connection, tier, 'oldest')];
  const known = ends.filter((start) => start !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function bucketsOfSamples({ times, values, quality }: Samples): Buckets {
  const isBad = (at: number): boolean => quality[at] === Quality.bad;
  const value = values.map((each, at) => (isBad(at) ? NaN : each));
  const one = new Float64Array(times.length).fill(1);
  return {
    start: times,
    n: one,
    good: Float64Array.from(quality, (each) => (each === Quality.good ? 1 : 0)),
    expected: one,
    sum: value,
    min: value,
    max: value,
    first: value,
    last: value,
    delta: new Float64Array(times.length).fill(NaN),
  };
}
