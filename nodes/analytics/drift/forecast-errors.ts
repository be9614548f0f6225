import { cyclesOf, type ForecastSeries } from '../forecast/forecast.ts';
import type { FittedForecast } from '../forecast/fitted-forecast.ts';
import { predictForecast } from '../forecast/forecast-model.ts';
import { at } from '../statistics/column.ts';

export interface DayAheadQuestion {
  readonly model: FittedForecast;
  /** NaN where an interval was not measured. */
  readonly series: ForecastSeries;
  /** Start of the first interval that is forecast, epoch milliseconds. */
  readonly from: number;
}

/** What was measured beside what was forecast the day before, of the intervals that were measured. */
export interface DayAheadErrors {
  readonly actual: Float64Array;
  /** Measured minus forecast. */
  readonly residuals: Float64Array;
}

/** What a method learns its cycles from, as the forecasts of the gateway have it. */
const windowWeeks = 8;

/**
 * Forecasts each day of a series, 24 hours at once, from nothing but what came before it: as a forecast is used. Throws `no_period`
 * where too little came before the first, and `bad_value`.
 */
export async function dayAheadErrors({ model, series, from }: DayAheadQuestion): Promise<DayAheadErrors> {
  const { start, intervalMs, values } = series;
  const { day, week } = cyclesOf(intervalMs);
  const rows: { readonly actual: number; readonly residual: number }[] = [];
  for (let origin = Math.round((from - start) / intervalMs); origin < values.length; origin += day) {
    const first = Math.max(0, origin - windowWeeks * week);
    const known = { start: start + first * intervalMs, intervalMs, values: values.slice(first, origin) };
    const horizon = Math.min(day, values.length - origin);
    const { mean } = await predictForecast({ model, series: known, horizon });
    for (let step = 0; step < horizon; step += 1) {
      const actual = at(values, origin + step);
      if (Number.isFinite(actual)) rows.push({ actual, residual: actual - at(mean, step) });
    }
  }
  return {
    actual: Float64Array.from(rows, ({ actual }) => actual),
    residuals: Float64Array.from(rows, ({ residual }) => residual),
  };
}
