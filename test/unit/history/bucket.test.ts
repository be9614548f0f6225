import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addSample,
  allocateBuckets,
  type Buckets,
  bucketsWithin,
  clearBucket,
  coarsened,
  increment,
  overlaid,
  settleBucket,
} from '../../../nodes/history/bucket.ts';

const minuteMs = 60_000;

/** One bucket a minute, each of the given samples. */
function minutesOf(samples: readonly (readonly number[])[], isCounter = false, from = 0): Buckets {
  const buckets = allocateBuckets(samples.length);
  for (const [at, values] of samples.entries()) {
    buckets.start[at] = from + at * minuteMs;
    clearBucket(buckets, at, 12, isCounter);
    for (const value of values) addSample(buckets, at, value, true);
    settleBucket(buckets, at);
  }
  return buckets;
}

const plain = (buckets: Buckets): Record<string, number[]> =>
  Object.fromEntries(Object.entries(buckets).map(([field, column]) => [field, [...(column as Float64Array)]]));

describe('buckets', () => {
  it('adds samples up', () => {
    assert.deepEqual(plain(minutesOf([[0.1, 0.3, 0.2]])), {
      start: [0],
      n: [3],
      good: [3],
      expected: [12],
      sum: [0.6],
      min: [0.1],
      max: [0.3],
      first: [0.1],
      last: [0.2],
      delta: [NaN],
    });
  });

  it('weighs finer buckets by their samples, and promises what the whole length promises', () => {
    const [hour] = [coarsened(minutesOf([[10], [20, 20, 20]]), 'agg_1min', 'agg_5min')];
    assert.deepEqual([hour.sum[0], hour.n[0], hour.expected[0]], [70, 4, 60]);
  });

  it('makes the same coarse bucket of any finer division', () => {
    const hundredths = fc.integer({ min: -1e7, max: 1e7 }).map((number) => number / 100);
    const samples = fc.array(fc.array(hundredths, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(samples, fc.boolean(), (minutes, isCounter) => {
        const finer = minutesOf(minutes, isCounter);
        const fiveMinutes = coarsened(finer, 'agg_1min', 'agg_5min');
        assert.deepEqual(
          plain(coarsened(fiveMinutes, 'agg_5min', 'agg_1hour')),
          plain(coarsened(finer, 'agg_1min', 'agg_1hour')),
        );
      }),
    );
  });

  it('leaves numbers alone that are no decimals', () => {
    const third = 1 / 3;
    assert.equal(minutesOf([[third]]).sum[0], third);
    assert.equal(minutesOf([[third, Math.PI]]).sum[0], third + Math.PI);
  });

  for (const [from, to, expected] of [
    [10, 12.5, 2.5],
    [1_000_000.1, 1_000_000.3, 0.2],
    [10, 10, 0],
    [65_535, 3, 3],
    [10, 0, 0],
  ] as const) {
    it(`counts ${expected} from ${from} to ${to}`, () => assert.equal(increment(from, to), expected));
  }

  it('lays one series over another', () => {
    const base = minutesOf([[1], [2], [3]]);
    const over = minutesOf([[20], [30], [40]], false, minuteMs);
    const all = overlaid(base, over);
    assert.deepEqual(
      [...all.start],
      [0, 1, 2, 3].map((minute) => minute * minuteMs),
    );
    assert.deepEqual([...all.sum], [1, 20, 30, 40]);
    assert.deepEqual([...overlaid(over, base).sum], [1, 2, 3, 40]);
  });

  it('takes a half-open part', () => {
    const part = bucketsWithin(minutesOf([[1], [2], [3]]), minuteMs, 2 * minuteMs);
    assert.deepEqual([[...part.start], [...part.last]], [[minuteMs], [2]]);
  });
});
