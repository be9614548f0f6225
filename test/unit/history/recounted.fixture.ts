import assert from 'node:assert/strict';
import type { Series, Tier } from '../../../nodes/history/index.ts';
import { bucketTiers, tierShapes } from '../../../nodes/history/tier.ts';
import { type Frame, Quality } from '../../../nodes/site/index.ts';

/** One bucket as plain numbers, counted from the frames by the book. */
interface RecountedBucket {
  readonly start: number;
  readonly n: number;
  readonly good: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
  readonly delta: number;
}

interface Sample {
  readonly ts: number;
  readonly hundredths: number;
  readonly isGood: boolean;
  /** What a counter rose by since the sample before, hundredths. */
  rise: number;
}

const hundred = (value: number): number => Math.round(value * 100);

/** The frame that tells of each millisecond: the last one, but none without a value before one with a value. */
function tellingFrames(frames: readonly Frame[], column: number): Frame[] {
  const byTime = new Map<number, Frame>();
  for (const frame of frames) if (isValue(frame, column) || !byTime.has(frame.ts)) byTime.set(frame.ts, frame);
  return [...byTime.values()].sort((a, b) => a.ts - b.ts);
}

function isValue({ values, quality }: Frame, column: number): boolean {
  return quality[column] !== Quality.bad && !Number.isNaN(values[column]);
}

/** The samples with a value of one column, by time. */
function samplesOf(frames: readonly Frame[], column: number): Sample[] {
  const telling = tellingFrames(frames, column).filter((frame) => isValue(frame, column));
  const samples = telling.map(({ ts, values, quality }) => {
    return { ts, hundredths: hundred(values[column] ?? NaN), isGood: quality[column] === Quality.good, rise: 0 };
  });
  samples.forEach((sample, at) => {
    const before = samples[at - 1]?.hundredths ?? sample.hundredths;
    sample.rise = sample.hundredths < before ? sample.hundredths : sample.hundredths - before;
  });
  return samples;
}

/** Every bucket of a length that the frames fill, in whole hundredths so that no rounding can hide. */
function recounted(frames: readonly Frame[], column: number, bucketMs: number, isCounter: boolean): RecountedBucket[] {
  const groups = Map.groupBy(samplesOf(frames, column), ({ ts }) => ts - (ts % bucketMs));
  return [...groups].map(([start, samples]) => {
    const values = samples.map(({ hundredths }) => hundredths);
    return {
      start,
      n: samples.length,
      good: samples.filter(({ isGood }) => isGood).length,
      sum: values.reduce((sum, value) => sum + value, 0) / 100,
      min: Math.min(...values) / 100,
      max: Math.max(...values) / 100,
      first: (values[0] ?? NaN) / 100,
      last: (values.at(-1) ?? NaN) / 100,
      delta: isCounter ? samples.reduce((sum, { rise }) => sum + rise, 0) / 100 : NaN,
    };
  });
}

/** What a stored series says, in the same form. */
function bucketsIn({ start, n, good, sum, min, max, first, last, delta }: Series): RecountedBucket[] {
  const columns = { start, n, good, sum, min, max, first, last, delta };
  return Array.from(start.keys(), (at) => {
    const bucket = Object.entries(columns).map(([field, column]) => [field, column[at] ?? NaN] as const);
    return Object.fromEntries(bucket) as Record<keyof RecountedBucket, number>;
  });
}

/** Times, values and qualities of all samples of one column, by the book. */
function rawOf(frames: readonly Frame[], column: number): (readonly [number, number, boolean])[] {
  return tellingFrames(frames, column).map(({ ts, values, quality }) => [
    ts,
    values[column] ?? NaN,
    quality[column] === Quality.good,
  ]);
}

const recountedSensors = [
  { sensorId: 41, column: 0, isCounter: false },
  { sensorId: 42, column: 2, isCounter: true },
];

/** Throws when any sample or bucket of the meter's sensors differs from what its frames say. */
export async function assertRecount(
  frames: readonly Frame[],
  read: (tier: Tier, sensorId: number) => Promise<Series>,
): Promise<void> {
  for (const { sensorId, column } of recountedSensors) {
    const raw = await read('telemetry', sensorId);
    const samples = Array.from(raw.start, (ts, at) => [ts, raw.last[at], raw.good[at] === 1]);
    assert.deepEqual(samples, rawOf(frames, column), `samples of ${sensorId}`);
  }
  await assertBuckets(frames, read);
}

/** Throws when any bucket of the meter's sensors differs from what its frames say. */
export async function assertBuckets(
  frames: readonly Frame[],
  read: (tier: Tier, sensorId: number) => Promise<Series>,
): Promise<void> {
  for (const { sensorId, column, isCounter } of recountedSensors) {
    for (const tier of bucketTiers) {
      const expected = recounted(frames, column, tierShapes[tier].bucketMs, isCounter);
      assert.deepEqual(bucketsIn(await read(tier, sensorId)), expected, `${tier} of ${sensorId}`);
    }
  }
}
