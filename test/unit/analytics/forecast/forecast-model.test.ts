import assert from 'node:assert/strict';
import { cyclicOrder } from '../../../../nodes/analytics/forecast/cyclic-arima.ts';
import { fillHoles } from '../../../../nodes/analytics/forecast/fill-holes.ts';
import type { ForecastMethod } from '../../../../nodes/analytics/forecast/fitted-forecast.ts';
import type { ForecastSeries } from '../../../../nodes/analytics/forecast/forecast.ts';
import {
  type ForecastModel,
  predictForecast,
  trainForecast,
} from '../../../../nodes/analytics/forecast/forecast-model.ts';
import { backTest } from '../../../../nodes/analytics/forecast/rolling-origin.ts';
import { seasonalNaive } from '../../../../nodes/analytics/forecast/seasonal-naive.ts';
import { WorkerPool } from '../../../../nodes/kernel/index.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { hourMs, sunday } from '../baseline/observations.fixture.ts';

/** Hours of a factory: weekdays from 6 to 22, half on Saturdays. */
function factory(weeks: number, noise = 2, seed = 1): ForecastSeries {
  const random = seededRandom(seed);
  const values = Float64Array.from({ length: weeks * 168 }, (_, row) => {
    const [weekday, hour] = [Math.floor(row / 24) % 7, row % 24];
    const share = weekday === 0 ? 0 : weekday === 6 ? 0.5 : 1;
    const shift = hour >= 6 && hour < 22 ? 1 : 0.2;
    return 20 + 80 * share * shift + noise * random.normal();
  });
  return { start: sunday, intervalMs: hourMs, values };
}

describe('a forecast model', function () {
  this.timeout(10_000);

  for (const method of ['mstl', 'arima'] as const) {
    it(`of ${method} beats the week before, and knows how well`, async () => {
      const series = factory(6);
      const model = await trainForecast({ method, series });
      assert.equal(model.methodUsed, method);
      assert.ok(
        model.accuracy!.rmse < model.naiveAccuracy!.rmse,
        JSON.stringify([model.accuracy, model.naiveAccuracy]),
      );
      assert.ok(model.accuracy!.coverage > 0.8);
      const { mean, lower, upper } = await predictForecast({ model, series, horizon: 24 });
      const monday = factory(7).values.subarray(6 * 168, 6 * 168 + 24);
      for (const [step, value] of mean.entries()) {
        assert.ok(Math.abs(value - monday[step]!) < 12, `${step}: ${value} for ${monday[step]}`);
        assert.ok(lower[step]! < value && value < upper[step]!);
      }
    });
  }

  it('of arima knows the week where two and a half are known', async () => {
    const series = { ...factory(3), values: factory(3).values.subarray(0, 20 * 24) };
    const { arima, accuracy } = await trainForecast({ method: 'arima', series });
    assert.equal(arima?.order.period, 168);
    assert.ok(accuracy!.wapePct! < 10, JSON.stringify(accuracy));
  });

  it('that fails is replaced, and says by what and why', async () => {
    const zeros = { ...factory(4), values: new Float64Array(4 * 168) };
    const model = await trainForecast({ method: 'prophet', series: zeros });
    assert.equal(model.method, 'prophet');
    assert.equal(model.methodUsed, 'mstl');
    assert.match(model.fallbackReason!, /^prophet failed: /);
    const short = { ...factory(1), values: factory(1).values.subarray(0, 60) };
    assert.equal((await trainForecast({ method: 'mstl', series: short })).methodUsed, 'mstl');
    await assert.rejects(
      trainForecast({ method: 'mstl', series: { ...short, values: short.values.subarray(0, 40) } }),
      {
        code: 'no_period',
      },
    );
  });

  it('lives on as text, and goes on from the newest values', async () => {
    const model = await trainForecast({ method: 'arima', series: factory(5) });
    const stored = JSON.parse(JSON.stringify(model)) as ForecastModel;
    const series = { ...factory(6), values: factory(6).values.subarray(0, 5 * 168 + 24) };
    assert.deepEqual(
      await predictForecast({ model: stored, series, horizon: 5 }),
      await predictForecast({ model, series, horizon: 5 }),
    );
    const { mean } = await predictForecast({ model: stored, series, horizon: 24 });
    assert.ok(mean[10]! > 80, 'the day after Sunday works');
  });

  it('never expects energy below zero', async () => {
    const series = { ...factory(4), values: factory(4).values.map((value) => Math.max(0, value - 40)) };
    const { lower, mean } = await predictForecast({
      model: await trainForecast({ method: 'arima', series }),
      series,
      horizon: 24,
    });
    assert.ok([...lower, ...mean].every((value) => value >= 0));
  });

  it('is trained in a worker as in this thread', async () => {
    const pool = new WorkerPool(new ManualClock());
    const module = new URL('../../../../nodes/analytics/forecast/forecast-model', import.meta.url);
    const argument = { method: 'mstl' as ForecastMethod, series: factory(3) };
    const model = await pool.run({ module, function: 'trainForecast', argument });
    assert.deepEqual(model, await trainForecast(argument));
    await pool.close();
  });
});

describe('Prophet', function () {
  this.timeout(10_000);

  it('follows the week of a factory', async () => {
    const series = factory(5);
    const model = await trainForecast({ method: 'prophet', series, prophet: { seasonalityMode: 'additive' } });
    assert.equal(model.methodUsed, 'prophet');
    assert.ok(model.accuracy!.wapePct! < 15, JSON.stringify(model.accuracy));
  });
});

describe('parts of a forecast', () => {
  it('repeat the week before, with an interval of its usual steps', () => {
    const series = factory(4, 0);
    const { mean, lower } = seasonalNaive(series, 200, 0.95);
    assert.deepEqual([...mean.subarray(0, 168)], [...series.values.subarray(3 * 168)]);
    assert.equal(mean[168], mean[0]);
    assert.equal(lower[0], mean[0]);
  });

  it('fill a hole from the nearest week, but not a series of holes', () => {
    const series = factory(4, 0);
    const holed = series.values.map((value, row) => (row >= 30 && row < 40 ? NaN : value));
    const { series: filled, filledCount } = fillHoles({ ...series, values: holed });
    assert.equal(filledCount, 10);
    assert.deepEqual(filled.values, series.values);
    const mostly = series.values.map((value, row) => (row % 5 === 0 ? NaN : value));
    assert.throws(() => fillHoles({ ...series, values: mostly }), { code: 'bad_value' });
  });

  it('take the order of an ARIMA as said, on the longest cycle that is known', () => {
    const orderOf = (hours: number) =>
      cyclicOrder({ p: 1, d: 1, q: 1 }, { start: 0, intervalMs: hourMs, values: new Float64Array(hours) });
    assert.deepEqual(
      [340, 200, 40].map((hours) => orderOf(hours).period),
      [168, 24, 1],
    );
    assert.equal(orderOf(40).seasonalD, 0);
    const odd = { p: 6, d: 1, q: 1 };
    assert.throws(() => cyclicOrder(odd, { start: 0, intervalMs: hourMs, values: new Float64Array(700) }), {
      code: 'bad_value',
    });
  });

  it('are judged by days that they did not see', async () => {
    const series = factory(4, 0);
    const seen: number[] = [];
    const spy = (known: ForecastSeries, horizon: number, level: number) => {
      seen.push(known.values.length);
      return seasonalNaive(known, horizon, level);
    };
    const accuracy = await backTest(spy, series, { origins: 3, horizon: 24, level: 0.95 });
    assert.deepEqual(seen, [600, 624, 648]);
    assert.deepEqual([accuracy.mapePct, accuracy.rmse, accuracy.coverage], [0, 0, 1]);
  });
});
