import type { LocalTime } from '../../kernel/index.ts';
import { type CarbonFactor, isInForce } from '../../site/index.ts';

/** Emissions of a kWh by local time. */
export class CarbonTable {
  readonly #factors: readonly CarbonFactor[];
  /** By date: most questions are about the same one as the question before. */
  readonly #kgPerKwhOn = new Map<string, CarbonFactor['kgPerKwh'] | undefined>();

  /** Factors of one factory, of which no two are in force on one date. */
  constructor(factors: readonly CarbonFactor[]) {
    this.#factors = factors;
  }

  /** kg CO2 per kWh; undefined on a date without a factor. */
  find({ date, minuteOfDay }: LocalTime): number | undefined {
    const kgPerKwh = this.#kgPerKwhOn.get(date) ?? this.#find(date);
    return typeof kgPerKwh === 'object' ? kgPerKwh[Math.floor(minuteOfDay / 60)] : kgPerKwh;
  }

  #find(date: string): CarbonFactor['kgPerKwh'] | undefined {
    const kgPerKwh = this.#factors.find((factor) => isInForce(factor, date))?.kgPerKwh;
    this.#kgPerKwhOn.set(date, kgPerKwh);
    return kgPerKwh;
  }
}
