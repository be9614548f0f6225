import { type LocalTime, zoneClock } from '../../kernel/index.ts';
import type { Tariff } from '../../site/index.ts';
import type { CountedIntervals } from '../counted-intervals.ts';
import type { TimeSpan } from '../history.ts';
import { at, sumOf } from '../statistics/column.ts';
import type { CarbonTable } from './carbon-table.ts';
import { demandChargeOf } from './demand-charge.ts';
import type { TariffTable } from './tariff-table.ts';

export interface PeakDemand {
  /** Mean power of the interval in which it was highest. */
  readonly kw: number;
  /** Start of that interval, epoch milliseconds. */
  readonly at: number;
  /** Length of the interval, minutes. */
  readonly windowMinutes: number;
}

export interface TariffShare {
  readonly name: string;
  readonly ratePerKwh: number;
  readonly kwh: number;
  readonly amount: number;
}

export interface EnergyCost {
  readonly currency: string;
  /** Energy at its rates; the demand charge is beside it. */
  readonly amount: number;
  /** Mean price, null where no energy was used. */
  readonly perKwh: number | null;
  /** In the order of the site file, whatever the time begins with; those that priced nothing are not among them. */
  readonly byTariff: readonly TariffShare[];
  /** The months' shares of their demand charges; null where the site has no price for demand. */
  readonly demandCharge: number | null;
}

export interface Carbon {
  readonly kg: number;
  readonly kgPerKwh: number | null;
}

/** Key figures of one machine over a span. Null is a figure that the data do not have. */
export interface Kpis {
  readonly energyKwh: number | null;
  /** Pieces made; null for a machine that does not count them. */
  readonly production: number | null;
  /** Specific energy consumption, kWh per piece; null where nothing was made. */
  readonly secKwhPerUnit: number | null;
  /** Hours from the first to the end of the last interval with a reading: the counter bridges the holes between. */
  readonly meteredHours: number;
  readonly meanKw: number | null;
  readonly peak: PeakDemand | null;
  /** Mean over peak. */
  readonly loadFactor: number | null;
  /** Null where the site has no price for a part of the time, too. */
  readonly cost: EnergyCost | null;
  readonly carbon: Carbon | null;
}

export interface KpiInput {
  readonly span: TimeSpan;
  readonly energy: CountedIntervals;
  readonly production: number | null;
  /** The zone that prices and emission factors are stated in. */
  readonly timeZone: string;
  /** Prices of the machine's factory, if it has any. */
  readonly tariffs?: TariffTable | undefined;
  /** Emission factors of the machine's factory, if it has any. */
  readonly carbon?: CarbonTable | undefined;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * SEC = energy / pieces; peak demand = highest mean power of an interval; load factor = mean / peak; cost = Σ energy × price in
 * local time; carbon = Σ energy × factor. All from the same intervals, so that they agree with each other.
 */
export function kpisOf({ span, energy, production, timeZone, tariffs, carbon }: KpiInput): Kpis {
  const isMetered = energy.start.length > 0;
  const energyKwh = isMetered ? sumOf(energy.counted) : null;
  const meteredHours = meteredHoursOf(energy);
  const meanKw = energyKwh === null ? null : energyKwh / meteredHours;
  const peak = peakOf(energy);
  const clock = zoneClock(timeZone);
  const localTimes = tariffs || carbon ? Array.from(energy.start, (start) => clock.at(start)) : [];
  return {
    energyKwh,
    production,
    secKwhPerUnit: energyKwh === null ? null : ratio(energyKwh, production),
    meteredHours,
    meanKw,
    peak,
    loadFactor: meanKw === null ? null : ratio(meanKw, peak?.kw ?? null),
    cost: isMetered && tariffs ? costOf({ energy, localTimes, tariffs, timeZone, span }) : null,
    carbon: isMetered && carbon ? carbonOf(energy, localTimes, carbon) : null,
  };
}

/** From the start of the first interval to the end of the last. */
function meteredHoursOf({ start, intervalMs }: CountedIntervals): number {
  return start.length === 0 ? 0 : (at(start, start.length - 1) + intervalMs - at(start, 0)) / hourMs;
}

/** The complete interval of the highest mean power; null where no interval is complete. */
function peakOf({ start, counted, isComplete, intervalMs }: CountedIntervals): PeakDemand | null {
  let highest = -1;
  for (let row = 0; row < start.length; row += 1) {
    if (isComplete[row] === 1 && (highest < 0 || at(counted, row) > at(counted, highest))) highest = row;
  }
  if (highest < 0) return null;
  const kw = at(counted, highest) / (intervalMs / hourMs);
  return { kw, at: at(start, highest), windowMinutes: intervalMs / minuteMs };
}

interface PricedEnergy {
  readonly energy: CountedIntervals;
  /** Of the starts of the intervals. */
  readonly localTimes: readonly LocalTime[];
  readonly tariffs: TariffTable;
  readonly timeZone: string;
  readonly span: TimeSpan;
}

function costOf({ energy, localTimes, tariffs, timeZone, span }: PricedEnergy): EnergyCost | null {
  const { counted } = energy;
  const tariffAt = localTimes.map((each) => tariffs.find(each));
  if (!tariffAt.every((tariff) => tariff !== undefined)) return null;
  const kwhByTariff = new Map<Tariff, number>();
  for (const [row, tariff] of tariffAt.entries()) {
    kwhByTariff.set(tariff, (kwhByTariff.get(tariff) ?? 0) + at(counted, row));
  }
  const byTariff = tariffs.tariffs.flatMap((tariff) => {
    const { name, ratePerKwh } = tariff;
    const kwh = kwhByTariff.get(tariff);
    return kwh === undefined ? [] : [{ name, ratePerKwh, kwh, amount: kwh * ratePerKwh }];
  });
  const amount = sumOf(byTariff.map((share) => share.amount));
  return {
    currency: tariffs.currency ?? '',
    amount,
    perKwh: ratio(amount, sumOf(counted)),
    byTariff,
    demandCharge: demandChargeOf(energy, tariffAt, timeZone, span),
  };
}

function carbonOf({ counted }: CountedIntervals, localTimes: readonly LocalTime[], carbon: CarbonTable): Carbon | null {
  const factorAt = localTimes.map((each) => carbon.find(each));
  if (!factorAt.every((factor) => factor !== undefined)) return null;
  const kg = sumOf(counted.map((kwh, row) => kwh * at(factorAt, row)));
  return { kg, kgPerKwh: ratio(kg, sumOf(counted)) };
}

function ratio(part: number, whole: number | null): number | null {
  return whole === null || whole === 0 ? null : part / whole;
}
