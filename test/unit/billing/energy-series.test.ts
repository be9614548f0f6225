import assert from 'node:assert/strict';
import type { EnergySensor } from '../../../nodes/billing/energy-sensors.ts';
import { type BucketColumns, energyOf } from '../../../nodes/billing/energy-series.ts';

const sensor = { source: 'counter', scale: 1 } as EnergySensor;
const fiveMinutes = 300_000;

/** One bucket a row: n, good, expected, sum, delta. */
function columnsOf(rows: readonly (readonly [number, number, number, number, number])[]): BucketColumns {
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? NaN);
  const start = Float64Array.from(rows.keys(), (row) => row * fiveMinutes);
  return { start, n: column(0), good: column(1), expected: column(2), sum: column(3), delta: column(4) };
}

describe('energy of a series', () => {
  it('is what a counter counted, in kWh', () => {
    const { start, kwh } = energyOf({ ...sensor, scale: 1000 }, columnsOf([[5, 5, 5, 60, 0.25], [5, 5, 5, 61, 0]]), fiveMinutes); // prettier-ignore
    assert.deepEqual([...start], [0, fiveMinutes]);
    assert.deepEqual([...kwh], [250, 0]);
  });

  it('is the mean of a power times five minutes: 847 kW make 70.58 kWh', () => {
    const power = { ...sensor, source: 'power' } as const;
    const { kwh } = energyOf(power, columnsOf([[60, 60, 60, 60 * 847, NaN], [2, 2, 60, 85, NaN]]), fiveMinutes); // prettier-ignore
    assert.deepEqual([...kwh].map((value) => Math.round(value * 100) / 100), [70.58, 3.54]); // prettier-ignore
  });

  it('leaves out buckets without a measurement', () => {
    const columns = columnsOf([[5, 5, 5, 60, 1], [0, 0, 5, 0, 0], [5, 5, 5, 60, NaN], [5, 5, 5, 60, 2]]); // prettier-ignore
    const { start, kwh, sampleCount } = energyOf(sensor, columns, fiveMinutes);
    assert.deepEqual([...start], [0, 3 * fiveMinutes]);
    assert.deepEqual([...kwh], [1, 2]);
    assert.deepEqual([...sampleCount], [5, 5]);
  });

  it('says which share of the expected samples were good, at most all', () => {
    const { goodRatio } = energyOf(sensor, columnsOf([[4, 3, 5, 60, 1], [6, 6, 5, 60, 1]]), fiveMinutes); // prettier-ignore
    assert.deepEqual([...goodRatio], [0.6, 1]);
  });

  it('has no noise of binary fractions', () => {
    const { kwh } = energyOf(sensor, columnsOf([[5, 5, 5, 60, 0.1 + 0.2]]), fiveMinutes);
    assert.deepEqual([...kwh], [0.3]);
  });
});
