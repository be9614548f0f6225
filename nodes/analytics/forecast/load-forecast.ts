import { at } from '../statistics/column.ts';
import type { ModelForecast } from './forecast-model.ts';

/** A forecast of intervals one after the other; energies in kWh. */
export interface LoadForecast extends ModelForecast {
  /** Start of the first interval, epoch milliseconds. */
  readonly start: number;
  readonly intervalMs: number;
}

/** Mean power of an interval with what it will probably lie between, kW. */
export interface ExpectedDemand {
  /** Start of the interval, epoch milliseconds. */
  readonly at: number;
  readonly kw: number;
  readonly lowerKw: number;
  readonly upperKw: number;
}

const hourMs = 3_600_000;

/** In the order of time. */
export function demandsOf({ start, intervalMs, mean, lower, upper }: LoadForecast): ExpectedDemand[] {
  const kw = (kwh: number): number => (kwh * hourMs) / intervalMs;
  return Array.from(mean, (energy, row) => ({
    at: start + row * intervalMs,
    kw: kw(energy),
    lowerKw: kw(at(lower, row)),
    upperKw: kw(at(upper, row)),
  }));
}
