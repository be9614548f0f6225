import { zoneClock } from '../../kernel/index.ts';
import type { TariffTable } from '../kpi/tariff-table.ts';
import type { PricedHour } from './schedule-problem.ts';

const minuteMs = 60_000;
const minutesPerHour = 60;
const hourMs = minutesPerHour * minuteMs;

/**
 * The hours of a local date with their prices: 23 or 25 where the clocks change. An hour in which the price changes has the mean of
 * its minutes. Throws `no_tariff`.
 */
export function pricedHours(tariffs: TariffTable, date: string): readonly PricedHour[] {
  const clock = zoneClock(tariffs.timeZone);
  const { start: midnight, end } = clock.dateOf(date);
  return Array.from({ length: Math.floor((end - midnight) / hourMs) }, (_, position) => {
    const start = midnight + position * hourMs;
    const prices = Array.from({ length: minutesPerHour }, (_, minute) => tariffs.at(start + minute * minuteMs));
    return {
      start,
      hourOfDay: Math.floor(clock.at(start).minuteOfDay / minutesPerHour),
      ratePerKwh: meanRate(prices.map(({ ratePerKwh }) => ratePerKwh)),
      tariff: [...new Set(prices.map(({ name }) => name))].join(', '),
    };
  });
}

/** Exactly the price where it does not change. */
function meanRate(rates: readonly number[]): number {
  const [first = NaN] = rates;
  return rates.every((rate) => rate === first) ? first : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}
