import { type CarbonFactor, isInForce } from '../../site/index.ts';
import { zoneClock, type ZoneClock } from '../../kernel/index.ts';

/** Emissions of a kWh by local time. */
export class CarbonTable {
  readonly #factors: readonly CarbonFactor[];
  readonly #clock: ZoneClock;
  /** By date: most questions are about the same one as the question before. */
  readonly #kgPerKwhOn = new Map<string, CarbonFactor['kgPerKwh'] | undefined>();

  /** Factors of one factory, of which no two are in force on one date. */
  constructor(factors: readonly CarbonFactor[], timeZone: string) {
    this.#factors = factors;
    this.#clock = zoneClock(timeZone);
  }

  /** kg CO2 per kWh; undefined on a date without a factor. */
  find(epochMs: number): number | undefined {
    const { date, minuteOfDay } = this.#clock.at(epochMs);
    const kgPerKwh = this.#kgPerKwhOn.get(date) ?? this.#find(date);
    return typeof kgPerKwh === 'object' ? kgPerKwh[Math.floor(minuteOfDay / 60)] : kgPerKwh;
  }

  #find(date: string): CarbonFactor['kgPerKwh'] | undefined {
    const kgPerKwh = this.#factors.find((factor) => isInForce(factor, date))?.kgPerKwh;
    this.#kgPerKwhOn.set(date, kgPerKwh);
    return kgPerKwh;
  }
}
