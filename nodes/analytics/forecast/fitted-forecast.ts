import type { ArimaModel } from './arima/arima.ts';
import type { ProphetOptions } from './prophet.ts';

export type ForecastMethod = 'mstl' | 'arima' | 'prophet' | 'seasonal-naive';

/** What a forecast takes of a model: plain data, which the thread that only asks for forecasts has without their libraries. */
export interface FittedForecast {
  /** The method that answers; another than the one that was wished for where that failed, for `fallbackReason`. */
  readonly methodUsed: ForecastMethod;
  readonly fallbackReason: string | null;
  readonly prophet: ProphetOptions | null;
  readonly arima: ArimaModel | null;
}

/** The default method keeps no coefficients: it can forecast untrained, and training tells how well it does. */
export const untrainedMstl: FittedForecast = { methodUsed: 'mstl', fallbackReason: null, prophet: null, arima: null };
