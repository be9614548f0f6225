/** Expected values of the next intervals with the interval that holds `level` of what will come. */
export interface Forecast {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Share of values that lie between lower and upper, 0 to 1. */
  readonly level: number;
}

/** An equidistant series without holes. */
export interface ForecastSeries {
  /** Start of the first interval, epoch milliseconds. */
  readonly start: number;
  readonly intervalMs: number;
  readonly values: Float64Array;
}

/** Forecasts the `horizon` intervals after a series. Throws `no_period` where the series is too short. */
export type Forecaster = (series: ForecastSeries, horizon: number, level: number) => Forecast | Promise<Forecast>;

const hourMs = 3_600_000;

/** Intervals of a day and of a week. */
export function cyclesOf(intervalMs: number): { readonly day: number; readonly week: number } {
  const day = Math.round((24 * hourMs) / intervalMs);
  return { day, week: 7 * day };
}
