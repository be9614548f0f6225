import type { TariffTable } from '../kpi/tariff-table.ts';
import { zoneClock } from '../../kernel/index.ts';
import type { PricedHour } from './schedule-problem.ts';

const hourMs = 3_600_000;

/** The hours of a local date with their prices: 23 or 25 where the clocks change. Throws `no_tariff`. */
export function pricedHours(tariffs: TariffTable, timeZone: string, date: string): readonly PricedHour[] {
  const { start, end } = zoneClock(timeZone).dateOf(date);
  return Array.from({ length: Math.round((end - start) / hourMs) }, (_, hour) => {
    const { ratePerKwh, name } = tariffs.at(start + hour * hourMs);
    return { start: start + hour * hourMs, ratePerKwh, tariff: name };
  });
}
