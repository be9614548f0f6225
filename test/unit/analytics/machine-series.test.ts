import assert from 'node:assert/strict';
import { onGrid, readEnergy, readPower, readSec } from '../../../nodes/analytics/machine-series.ts';
import { machineSensors, minuteHistory, type ReadingAt } from './machine.fixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Date.parse('2026-01-07T00:00:00Z');
const span = { from: start, until: start + 3 * hourMs };
/** 60 kW; no pieces in the second hour. */
const readings = new Map<number, ReadingAt>([
  [1, (minute) => minute],
  [2, (minute) => (minute === 70 ? null : minute < 60 ? 60 : 30)],
  [3, (minute) => (minute < 60 ? minute : minute < 120 ? 59 : 59 + 2 * (minute - 119))],
]);
const history = minuteHistory(start, 180, readings);

describe('the series of a machine', () => {
  it('have energies that sum to what the counter counted, in every interval', async () => {
    for (const interval of ['1min', '5min', '15min', '1hour', '1day'] as const) {
      const { values } = await readEnergy(history, machineSensors, interval, span);
      assert.equal(
        values.reduce((sum, kwh) => sum + kwh, 0),
        179,
        interval,
      );
    }
  });

  it('have powers that are means of what was read', async () => {
    const { start: starts, values } = await readPower(history, machineSensors, '1hour', span);
    assert.deepEqual([...values], [60, 30, 30]);
    assert.deepEqual([...starts], [start, start + hourMs, start + 2 * hourMs]);
  });

  it('have an SEC only where pieces were made', async () => {
    const { start: starts, values } = await readSec(history, machineSensors, '1hour', span);
    assert.deepEqual([...starts], [start, start + hourMs, start + 2 * hourMs]);
    assert.deepEqual([...values], [1, NaN, 0.5]);
    const uncounted = await readSec(history, { ...machineSensors, production: null }, '1hour', span);
    assert.deepEqual([...uncounted.values], [NaN, NaN, NaN]);
  });

  it('are empty for what the machine does not measure', async () => {
    const { values } = await readEnergy(history, { ...machineSensors, energy: null }, '1hour', span);
    assert.equal(values.length, 0);
  });

  it('show on a grid where nothing was measured', () => {
    const series = { start: Float64Array.of(start + hourMs), values: Float64Array.of(5) };
    assert.deepEqual([...onGrid(series, '1hour', span).values], [NaN, 5, NaN]);
  });
});
