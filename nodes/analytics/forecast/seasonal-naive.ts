import { errors } from '../errors.ts';
import { at, squaresAround } from '../statistics/column.ts';
import { normalSpread } from '../statistics/normal.ts';
import { cyclesOf, type Forecast, type ForecastSeries } from './forecast.ts';

/** The yardstick of every forecast: it will be as a week ago, or as yesterday where two weeks are not known. */
export function seasonalNaive(series: ForecastSeries, horizon: number, level: number): Forecast {
  const { values } = series;
  const period = naivePeriod(series);
  const mean = Float64Array.from({ length: horizon }, (_, step) =>
    at(values, values.length - period + (step % period)),
  );
  const steps = values.subarray(period).map((value, row) => value - at(values, row));
  const sd = Math.sqrt(squaresAround(steps, 0) / steps.length);
  const half = mean.map((_, step) => normalSpread(level) * sd * Math.sqrt(1 + Math.floor(step / period)));
  return {
    mean,
    lower: mean.map((value, step) => value - at(half, step)),
    upper: mean.map((value, step) => value + at(half, step)),
    level,
  };
}

/** Throws `no_period` below two days. */
export function naivePeriod({ values, intervalMs }: ForecastSeries): number {
  const { day, week } = cyclesOf(intervalMs);
  if (values.length >= 2 * week) return week;
  if (values.length >= 2 * day) return day;
  throw errors.no_period({ limit: `two days, ${2 * day}`, value: values.length });
}
