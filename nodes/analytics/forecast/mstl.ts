import { readFile } from 'node:fs/promises';
import initialise, { MSTL } from '@bsull/augurs/mstl';
import { errors } from '../errors.ts';
import { cyclesOf, type Forecast, type ForecastSeries } from './forecast.ts';

const module = import.meta.resolve('@bsull/augurs/mstl');
let loading: Promise<unknown> | undefined;

/**
 * Daily and weekly cycles taken off by loess (MSTL: Bandara, Hyndman and Bergmeir 2021), the rest by exponential smoothing
 * (AutoETS). Without two weeks the daily cycle alone. Throws `no_period` below two days.
 */
export async function forecastMstl(series: ForecastSeries, horizon: number, level: number): Promise<Forecast> {
  const { values, intervalMs } = series;
  const { day, week } = cyclesOf(intervalMs);
  const periods = [day, week].filter((period) => period > 1 && values.length >= 2 * period);
  if (periods.length === 0) throw errors.no_period({ limit: `two cycles, ${2 * day}`, value: values.length });
  loading ??= readFile(new URL('mstl_bg.wasm', module)).then((bytes) => initialise({ module_or_path: bytes }));
  await loading;
  using model = MSTL.ets(periods);
  model.fit(values);
  const { point, intervals } = model.predict(horizon, level);
  return {
    mean: Float64Array.from(point),
    lower: Float64Array.from(intervals?.lower ?? []),
    upper: Float64Array.from(intervals?.upper ?? []),
    level,
  };
}
