import { at, meanOf, squaresAround, sumOf } from '../statistics/column.ts';
import type { Forecast, Forecaster, ForecastSeries } from './forecast.ts';

export interface BackTest {
  /** Forecasts made, each at the end of a part of the series and judged by what then came. */
  readonly origins: number;
  readonly horizon: number;
  /** Values before each origin; all of them unless given. */
  readonly window?: number;
  readonly level: number;
}

/** How well forecasts met what came. */
export interface Accuracy {
  readonly origins: number;
  /** Mean of |error| / actual, %; null where an actual value is near zero: it would tell of nothing else. */
  readonly mapePct: number | null;
  /** Sum of |error| over the sum of the actual values, %: it stands where values are near zero. */
  readonly wapePct: number | null;
  readonly rmse: number;
  /** Share of values within the interval, to be compared with its level. */
  readonly coverage: number;
  /** Mean of |predicted − actual| / actual of each origin's highest value, %. */
  readonly peakErrorPct: number | null;
}

/** Of the mean. */
const nearZero = 0.01;

/** Forecasts from rolling origins, `horizon` apart, up to the end of the series. */
export async function backTest(
  forecaster: Forecaster,
  series: ForecastSeries,
  { origins, horizon, window, level }: BackTest,
): Promise<Accuracy> {
  const pairs: { readonly forecast: Forecast; readonly actual: Float64Array }[] = [];
  for (let origin = origins; origin >= 1; origin -= 1) {
    const end = series.values.length - origin * horizon;
    const from = window === undefined ? 0 : Math.max(0, end - window);
    const known = { ...series, start: series.start + from * series.intervalMs, values: series.values.slice(from, end) };
    pairs.push({
      forecast: await forecaster(known, horizon, level),
      actual: series.values.subarray(end, end + horizon),
    });
  }
  return accuracyOf(pairs);
}

function accuracyOf(pairs: readonly { readonly forecast: Forecast; readonly actual: Float64Array }[]): Accuracy {
  const actual = joined(pairs.map((pair) => pair.actual));
  const errors = joined(
    pairs.map(({ forecast, actual: came }) => came.map((value, step) => value - at(forecast.mean, step))),
  );
  const inside = pairs.map(({ forecast: { lower, upper }, actual: came }) =>
    came.filter((value, step) => value >= at(lower, step) && value <= at(upper, step)),
  );
  const relative = errors.map((error, step) => Math.abs(error / at(actual, step)));
  const peaks = pairs.map(({ forecast, actual: came }) => Math.abs(Math.max(...forecast.mean) / Math.max(...came) - 1));
  const total = sumOf(actual);
  const isNearZero = actual.some((value) => Math.abs(value) < (nearZero * total) / actual.length);
  return {
    origins: pairs.length,
    mapePct: isNearZero ? null : percentOrNull(meanOf(relative)),
    wapePct: percentOrNull(sumOf(errors.map(Math.abs)) / total),
    rmse: Math.sqrt(squaresAround(errors, 0) / errors.length),
    coverage: sumOf(inside.map(({ length }) => length)) / actual.length,
    peakErrorPct: percentOrNull(meanOf(peaks)),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

function percentOrNull(share: number): number | null {
  return Number.isFinite(share) ? 100 * share : null;
}
