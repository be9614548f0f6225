import assert from 'node:assert/strict';
import { fitArima, forecastArima } from '../../nodes/analytics/forecast/arima/arima.ts';
import { cyclicOrder, defaultArima } from '../../nodes/analytics/forecast/cyclic-arima.ts';
import type { Forecaster, ForecastSeries } from '../../nodes/analytics/forecast/forecast.ts';
import { trainForecast } from '../../nodes/analytics/forecast/forecast-model.ts';
import { forecastMstl } from '../../nodes/analytics/forecast/mstl.ts';
import { forecastProphet } from '../../nodes/analytics/forecast/prophet.ts';
import { backTest } from '../../nodes/analytics/forecast/rolling-origin.ts';
import { seasonalNaive } from '../../nodes/analytics/forecast/seasonal-naive.ts';
import { seededRandom } from '../../nodes/ids/random.ts';
import { publicTable, report } from './data-files.ts';
import { plainSeasonalNaive } from './plain-forecast.ts';

const hourMs = 3_600_000;
const level = 0.95;
/** Four weeks of days, each forecast from the eight weeks before it. */
const fourWeeks = { origins: 28, horizon: 24, window: 8 * 168, level };

describe('forecasts on public data', function () {
  this.timeout(120_000);

  it('fit the airline model of Box and Jenkins as R does', function () {
    const passengers = publicTable(this, 'airpassengers_monthly.csv').numbers('passengers_thousands').map(Math.log);
    const model = fitArima(passengers, { p: 0, d: 1, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 1, period: 12 });
    const [first = NaN] = forecastArima(model, passengers, 1, level).mean;
    report('log-likelihood', model.logLikelihood, '244.70 within 0.01');
    report('first forecast', first, '6.1102 within 0.0005');
    assert.ok(Math.abs(model.logLikelihood - 244.7) < 0.01);
    assert.ok(Math.abs(first - 6.1102) < 0.0005);
  });

  const methods: Record<string, { readonly forecaster: Forecaster; readonly mostMapePct: number }> = {
    'MSTL with ETS': { forecaster: forecastMstl, mostMapePct: 1 },
    ARIMA: {
      forecaster: (series, horizon, share) =>
        forecastArima(fitArima(series.values, cyclicOrder(defaultArima, series)), series.values, horizon, share),
      mostMapePct: 1.5,
    },
    Prophet: {
      forecaster: (series, horizon, share) =>
        forecastProphet(series, horizon, share, { seasonalityMode: 'multiplicative' }),
      mostMapePct: 3,
    },
    'the week before': { forecaster: seasonalNaive, mostMapePct: 2.2 },
  };

  for (const [name, { forecaster, mostMapePct }] of Object.entries(methods)) {
    it(`by ${name} meet four weeks of national demand`, async function () {
      const { mapePct, coverage, peakErrorPct } = await backTest(forecaster, taylorOf(this), fourWeeks);
      report('MAPE, %', mapePct ?? NaN, `at most ${mostMapePct}`);
      report('coverage of the 95 % interval', coverage, '0.90 to 0.99');
      report('error of the peak, %', peakErrorPct ?? NaN, 'reported');
      assert.ok(mapePct! <= mostMapePct);
      assert.ok(coverage >= 0.9 && coverage <= 0.99);
    });
  }

  it('by MSTL equal those of R', async function () {
    const taylor = taylorOf(this);
    const reference = publicTable(this, 'ref_taylor_last24h_mstl_ets_R.csv');
    const known = { ...taylor, values: taylor.values.subarray(0, taylor.values.length - 24) };
    const { mean } = await forecastMstl(known, 24, level);
    const expected = reference.numbers('mstl_ets_mean');
    const largest = Math.max(...mean.map((value, step) => Math.abs(value / expected[step]! - 1)));
    report('largest relative difference', largest, 'at most 0.001');
    assert.ok(largest <= 0.001);
  });
});

describe('the yardstick of a forecast', () => {
  it('is what a model is trained beside, recomputed by plain code', async function () {
    this.timeout(20_000);
    const random = seededRandom(5);
    const values = Float64Array.from({ length: 6 * 168 + 11 }, (_, hour) => {
      return (
        60 + 40 * Math.sin((2 * Math.PI * hour) / 24) + (Math.floor(hour / 24) % 7 < 5 ? 50 : 0) + 5 * random.normal()
      );
    });
    const model = await trainForecast({ method: 'mstl', series: { start: 0, intervalMs: hourMs, values } });
    const origins = Array.from({ length: 7 }, (_, day) => values.length - 24 * (7 - day));
    const plain = plainSeasonalNaive({ kwh: [...values], origins });
    const { mapePct, wapePct, rmse, coverage } = model.naiveAccuracy!;
    for (const [name, ours, theirs] of [
      ['MAPE, %', mapePct!, plain.mapePct],
      ['WAPE, %', wapePct!, plain.wapePct],
      ['RMSE, kWh', rmse, plain.rmse],
      ['coverage', coverage, plain.coverage],
    ] as const) {
      report(name, ours, `${theirs}`);
      assert.ok(Math.abs(ours / theirs - 1) < 1e-9, name);
    }
    assert.ok(model.accuracy!.mapePct! < plain.mapePct, 'the default method is better');
  });
});

/** Hourly means of the half-hourly demand. */
function taylorOf(test: Mocha.Context): ForecastSeries {
  const table = publicTable(test, 'taylor_halfhourly_demand.csv');
  const half = table.numbers('demand_mw');
  const values = Float64Array.from(
    { length: half.length / 2 },
    (_, hour) => (half[2 * hour]! + half[2 * hour + 1]!) / 2,
  );
  return { start: table.times('timestamp')[0]!, intervalMs: hourMs, values };
}
