import { textOf } from '../../kernel/index.ts';
import { fitArima, forecastArima } from './arima/arima.ts';
import { type ArimaOptions, cyclicOrder, defaultArima } from './cyclic-arima.ts';
import { fillHoles } from './fill-holes.ts';
import type { FittedForecast, ForecastMethod } from './fitted-forecast.ts';
import { cyclesOf, type Forecast, type Forecaster, type ForecastSeries } from './forecast.ts';
import { forecastMstl } from './mstl.ts';
import { forecastProphet, type ProphetOptions } from './prophet.ts';
import { type Accuracy, backTest } from './rolling-origin.ts';
import { naivePeriod, seasonalNaive } from './seasonal-naive.ts';

export interface ForecastTraining {
  readonly method: ForecastMethod;
  /** NaN where an interval was not measured. */
  readonly series: ForecastSeries;
  readonly arima?: ArimaOptions;
  readonly prophet?: ProphetOptions;
}

/** A trained forecaster as it is stored: plain data, which forecasts any series that goes on from its window. */
export interface ForecastModel extends FittedForecast {
  readonly schema: 1;
  /** The method that was wished for. */
  readonly method: ForecastMethod;
  /** What it was trained on. */
  readonly window: { readonly start: number; readonly intervalMs: number; readonly count: number };
  /** Intervals that were not measured and filled from other weeks. */
  readonly filledCount: number;
  /** From rolling origins, beside the seasonal naive forecast of the same days; null where the series is too short. */
  readonly accuracy: Accuracy | null;
  readonly naiveAccuracy: Accuracy | null;
}

export interface ForecastRequest {
  readonly model: FittedForecast;
  /** The newest that is known, with enough cycles: NaN where an interval was not measured. */
  readonly series: ForecastSeries;
  /** Intervals to forecast after the series. */
  readonly horizon: number;
}

/** A forecast with the method that made it. */
export interface ModelForecast extends Forecast, Pick<FittedForecast, 'methodUsed' | 'fallbackReason'> {}

const level = 0.95;
const defaultProphet: ProphetOptions = { seasonalityMode: 'multiplicative' };
/** Days that a method is back-tested on; a fit of Prophet takes the longest. */
const backTestDays: Readonly<Record<ForecastMethod, number>> = { mstl: 7, arima: 7, prophet: 3, 'seasonal-naive': 7 };
/** Tried one after the other when a method fails. */
const fallbacks: readonly ForecastMethod[] = ['mstl', 'seasonal-naive'];

/**
 * Trains a forecaster and tests it on days that it did not see. A method that cannot take the series is replaced, and the model
 * says by which and why. Throws `bad_value` and `no_period` for a series that no method takes.
 */
export async function trainForecast(training: ForecastTraining): Promise<ForecastModel> {
  const { series, filledCount } = fillHoles(training.series);
  const { method, arima = defaultArima, prophet = defaultProphet } = training;
  if (method === 'arima') cyclicOrder(arima, series);
  const { result, used, reason } = await firstThatWorks(method, async (each) => {
    const forecaster = forecasterOf(each, { arima, prophet });
    requireFinite(await forecaster(series, 1, level));
    const test = backTestOf(each, series);
    return {
      arima: each === 'arima' ? fitArima(series.values, cyclicOrder(arima, series)) : null,
      accuracy: test && (await backTest(forecaster, series, test)),
      naiveAccuracy: test && (await backTest(seasonalNaive, series, test)),
    };
  });
  return {
    schema: 1,
    method,
    methodUsed: used,
    fallbackReason: reason,
    prophet: method === 'prophet' ? prophet : null,
    window: { start: series.start, intervalMs: series.intervalMs, count: series.values.length },
    filledCount,
    ...result,
  };
}

/**
 * Forecasts the intervals after the newest that are known: coefficients stay those of the training, cycles are taken from the
 * series. Energy is not below zero. Throws like `trainForecast`.
 */
export async function predictForecast({ model, horizon, series: known }: ForecastRequest): Promise<ModelForecast> {
  const { series } = fillHoles(known);
  const options = { arima: defaultArima, prophet: model.prophet ?? defaultProphet };
  const { result, used, reason } = await firstThatWorks(model.methodUsed, async (method) => {
    const isFitted = method === 'arima' && model.arima !== null;
    return requireFinite(
      isFitted
        ? forecastArima(model.arima, series.values, horizon, level)
        : await forecasterOf(method, options)(series, horizon, level),
    );
  });
  const notNegative = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));
  return {
    mean: notNegative(result.mean),
    lower: notNegative(result.lower),
    upper: notNegative(result.upper),
    level,
    methodUsed: used,
    fallbackReason: reason ?? model.fallbackReason,
  };
}

function forecasterOf(
  method: ForecastMethod,
  { arima, prophet }: { readonly arima: ArimaOptions; readonly prophet: ProphetOptions },
): Forecaster {
  switch (method) {
    case 'mstl':
      return forecastMstl;
    case 'arima':
      return (series, horizon, share) =>
        forecastArima(fitArima(series.values, cyclicOrder(arima, series)), series.values, horizon, share);
    case 'prophet':
      return (series, horizon, share) => forecastProphet(series, horizon, share, prophet);
    case 'seasonal-naive':
      return seasonalNaive;
  }
}

/** The wished method, or the first fallback that does not fail either. Throws what the last of them throws. */
async function firstThatWorks<T>(
  wished: ForecastMethod,
  make: (method: ForecastMethod) => Promise<T>,
): Promise<{ readonly result: T; readonly used: ForecastMethod; readonly reason: string | null }> {
  const reasons: string[] = [];
  for (const method of [wished, ...fallbacks.filter((each) => each !== wished)]) {
    try {
      return { result: await make(method), used: method, reason: reasons.length === 0 ? null : reasons.join('; ') };
    } catch (thrown) {
      if (method === fallbacks.at(-1)) throw thrown;
      // What follows the first line is a trace through compiled code.
      reasons.push(`${method} failed: ${textOf(thrown).split('\n')[0] ?? ''}`);
    }
  }
  throw new Error(`${wished} has no fallback`);
}

function requireFinite(forecast: Forecast): Forecast {
  if (forecast.mean.every(Number.isFinite)) return forecast;
  throw new Error('its forecast is not finite');
}

/** Days at the end of the series that leave two cycles before them. */
function backTestOf(method: ForecastMethod, series: ForecastSeries) {
  const { day } = cyclesOf(series.intervalMs);
  const spare = series.values.length - 2 * naivePeriod(series);
  const origins = Math.min(backTestDays[method], Math.floor(spare / day));
  return origins < 1 ? null : { origins, horizon: day, level };
}
