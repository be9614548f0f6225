import { readFile } from 'node:fs/promises';
import initialise, { Prophet } from '@bsull/augurs/prophet';
import { optimizer } from '@bsull/augurs-prophet-wasmstan';
import { errors } from '../errors.ts';
import { cyclesOf, type Forecast, type ForecastSeries } from './forecast.ts';

export interface ProphetOptions {
  readonly seasonalityMode: 'additive' | 'multiplicative';
}

const module = import.meta.resolve('@bsull/augurs/prophet');
let loading: Promise<unknown> | undefined;

/** The default of three waves a week smears working days into Sundays; so many need four weeks to be told from noise. */
const weeklyWaves = 20;
const weeksForWaves = 4;

/**
 * Prophet (Taylor and Letham 2018): a bent trend with daily and weekly Fourier series, fitted by Stan. Throws `no_period` below
 * two days, and what Stan throws on a series that it cannot take, as one of zeros.
 */
export async function forecastProphet(
  { start, intervalMs, values }: ForecastSeries,
  horizon: number,
  level: number,
  { seasonalityMode }: ProphetOptions,
): Promise<Forecast> {
  const { day, week } = cyclesOf(intervalMs);
  if (values.length < 2 * day) throw errors.no_period({ limit: `two days, ${2 * day}`, value: values.length });
  loading ??= readFile(new URL('prophet_bg.wasm', module)).then((bytes) => initialise({ module_or_path: bytes }));
  await loading;
  const model = new Prophet({
    optimizer,
    intervalWidth: level,
    seasonalityMode,
    yearlySeasonality: { type: 'manual', enabled: false },
    ...(values.length >= weeksForWaves * week && {
      weeklySeasonality: { type: 'fourier', order: weeklyWaves } as const,
    }),
  });
  const second = (interval: number): number => (start + interval * intervalMs) / 1000;
  model.fit({ ds: Array.from(values.keys(), second), y: Array.from(values) });
  const ds = Array.from({ length: horizon }, (_, step) => second(values.length + step));
  const { yhat } = model.predict({ ds });
  model.free();
  return {
    mean: Float64Array.from(yhat.point),
    lower: Float64Array.from(yhat.intervals?.lower ?? []),
    upper: Float64Array.from(yhat.intervals?.upper ?? []),
    level,
  };
}
