import assert from 'node:assert/strict';
import { MinuteBuckets } from '../../../nodes/plant/minute-buckets.ts';

const start = Date.parse('2026-02-18T00:00:00Z');
const minuteMs = 60_000;
const devices = [
  {
    deviceId: 'A',
    unit: 1,
    points: [
      { name: 'power', periodMs: 1000, sensorId: 1 },
      { name: 'unrecorded', periodMs: 1000 },
      { name: 'energy', periodMs: 5000, sensorId: 2, counter: true as const },
    ],
  },
  { deviceId: 'B', unit: 2, points: [{ name: 'left out', periodMs: 1000, sensorId: 3 }] },
];
const divisors = Float64Array.of(10, 1, 100, 1);

function bucketsOf(minutes: readonly (readonly (readonly number[])[])[]): MinuteBuckets {
  const buckets = new MinuteBuckets(devices, divisors, new Set([3]));
  buckets.openDay();
  for (const [minute, samples] of minutes.entries()) {
    const startMs = start + minute * minuteMs;
    for (const [place, raw] of samples.entries()) {
      buckets.add(Float64Array.from(raw), startMs + (place * minuteMs) / samples.length);
    }
    buckets.closeMinute(startMs);
  }
  return buckets;
}

describe('minute-buckets', () => {
  it('lets each sample stand for the polls until the next, in engineering units', () => {
    const [batch] = bucketsOf([
      [
        [11, 0, 100, 0],
        [12, 0, 125, 0],
        [10, 0, 150, 0],
      ],
    ]).batches();
    const [power, energy] = batch!.sensors.map(({ sensorId, buckets }) => ({ sensorId, ...buckets }));
    assert.equal(batch!.deviceId, 'A');
    const row = (columns: object): Record<string, number> =>
      Object.fromEntries(
        Object.entries(columns).map(([name, column]: [string, number | Float64Array]) => [
          name,
          typeof column === 'number' ? column : column[0]!,
        ]),
      );
    assert.deepEqual(row(power!), {
      sensorId: 1,
      start,
      n: 60,
      good: 60,
      expected: 60,
      sum: 66,
      min: 1,
      max: 1.2,
      first: 1.1,
      last: 1,
      delta: Number.NaN,
    });
    assert.deepEqual(row(energy!), {
      sensorId: 2,
      start,
      n: 12,
      good: 12,
      expected: 12,
      sum: 15,
      min: 1,
      max: 1.5,
      first: 1,
      last: 1.5,
      delta: 0.5,
    });
  });

  it('has no bucket where there was no value, and no batch of a device without any', () => {
    const nothing = [Number.NaN, 0, Number.NaN, 7];
    const [batch, ...more] = bucketsOf([[nothing], [[5, 0, 9, 7]], [nothing]]).batches();
    assert.deepEqual(more, []);
    assert.deepEqual(
      batch!.sensors.map(({ buckets }) => [...buckets.start]),
      [[start + minuteMs], [start + minuteMs]],
    );
    assert.deepEqual(bucketsOf([[nothing]]).batches(), []);
  });

  it('keeps a day while the next is made', () => {
    const buckets = bucketsOf([[[5, 0, 9, 7]]]);
    const [first] = buckets.batches();
    buckets.openDay();
    buckets.add(Float64Array.of(6, 0, 9, 7), start);
    buckets.closeMinute(start);
    assert.deepEqual(
      [first!.sensors[0]!.buckets.last[0], buckets.batches()[0]!.sensors[0]!.buckets.last[0]],
      [0.5, 0.6],
    );
  });
});
