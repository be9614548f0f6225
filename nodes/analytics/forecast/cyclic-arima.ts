import { errors } from '../errors.ts';
import type { ArimaOrder } from './arima/arima.ts';
import { cyclesOf, type ForecastSeries } from './forecast.ts';

/** What a caller may say of an ARIMA. */
export interface ArimaOptions {
  readonly p: number;
  readonly d: number;
  readonly q: number;
}

export const defaultArima: ArimaOptions = { p: 2, d: 1, q: 2 };
const highestOrder = 5;
const highestDifference = 2;

/**
 * The order on the difference to a week ago where two weeks are known, else to yesterday where two days are. Without it the three
 * numbers describe a line; on yesterday alone a factory's Monday is forecast as a Sunday. Throws `bad_value`.
 */
export function cyclicOrder({ p, d, q }: ArimaOptions, { values, intervalMs }: ForecastSeries): ArimaOrder {
  requireOrder('p', p, highestOrder);
  requireOrder('d', d, highestDifference);
  requireOrder('q', q, highestOrder);
  const { day, week } = cyclesOf(intervalMs);
  const period = [week, day].find((cycle) => cycle > 1 && values.length >= 2 * cycle) ?? 1;
  return { p, d, q, seasonalP: 0, seasonalD: period === 1 ? 0 : 1, seasonalQ: 0, period };
}

function requireOrder(field: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= highest) return;
  throw errors.bad_value({ field, limit: `a whole number from 0 to ${highest}`, value });
}
