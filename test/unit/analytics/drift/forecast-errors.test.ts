import assert from 'node:assert/strict';
import { dayAheadErrors } from '../../../../nodes/analytics/drift/forecast-errors.ts';

const hourMs = 3_600_000;
const day = 24;
const weekLong = 7 * day;
/** Repeats what was a week before, or a day before where two weeks are not known. */
const naive = { methodUsed: 'seasonal-naive', fallbackReason: null, prophet: null, arima: null } as const;

describe('the errors of forecasts a day ahead', () => {
  /** Rises by 10 kWh each week, with a shape of its own for each hour of the week. */
  const values = Float64Array.from(
    { length: 4 * weekLong },
    (_, hour) => 100 + (hour % weekLong) + 10 * Math.floor(hour / weekLong),
  );
  const seriesOf = (rows: Float64Array) => ({ start: 0, intervalMs: hourMs, values: rows });
  const ask = (rows: Float64Array, fromHour: number) =>
    dayAheadErrors({ model: naive, series: seriesOf(rows), from: fromHour * hourMs });

  it('are what was measured less what was known the day before', async () => {
    const { actual, residuals } = await ask(values, 3 * weekLong);
    assert.deepEqual([...actual], [...values.subarray(3 * weekLong)]);
    assert.deepEqual([...residuals], new Array<number>(weekLong).fill(10));
  });

  it('know nothing of the day that they are for', async () => {
    const changed = values.map((kwh, hour) => (hour >= 4 * weekLong - day ? 1000 : kwh));
    const { residuals } = await ask(changed, 4 * weekLong - day);
    assert.ok(residuals.every((error, hour) => error === 1000 - (values[4 * weekLong - day + hour]! - 10)));
  });

  it('leave out what was not measured, and end with the series', async () => {
    const holes = values.slice(0, 3 * weekLong + 30).map((kwh, hour) => (hour === 3 * weekLong + 5 ? NaN : kwh));
    assert.equal((await ask(holes, 3 * weekLong)).residuals.length, 29);
  });

  it('need two days before the first', async () => {
    await assert.rejects(ask(values, day), { code: 'no_period' });
    assert.equal((await ask(values, 5 * weekLong)).actual.length, 0);
  });
});
