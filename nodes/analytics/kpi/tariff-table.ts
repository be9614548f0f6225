import { type LocalTime, zoneClock, type ZoneClock } from '../../kernel/index.ts';
import { isInForce, type Tariff, tariffApplies } from '../../site/index.ts';
import { errors } from '../errors.ts';

export interface TariffTableOptions {
  readonly tariffs: readonly Tariff[];
  /** The zone that hours and days are stated in. */
  readonly timeZone: string;
  /** Dates (YYYY-MM-DD) that are priced as Sundays. */
  readonly holidays?: readonly string[];
}

const minutesPerDay = 1440;

/** The price of every minute in local time. */
export class TariffTable {
  readonly timeZone: string;
  /** In the order of the site file. */
  readonly tariffs: readonly Tariff[];
  readonly #holidays: ReadonlySet<string>;
  readonly #clock: ZoneClock;
  /** Position of the tariff for each minute of the week, by date: dates with the same tariffs share it. */
  readonly #weekOn = new Map<string, Uint8Array>();
  readonly #weekOf = new Map<string, Uint8Array>();

  constructor({ tariffs, timeZone, holidays = [] }: TariffTableOptions) {
    this.timeZone = timeZone;
    this.tariffs = tariffs;
    this.#holidays = new Set(holidays);
    this.#clock = zoneClock(timeZone);
  }

  /** Of the first tariff; null without any. */
  get currency(): string | null {
    return this.tariffs[0]?.currency ?? null;
  }

  /** Throws `no_tariff` for a time that nothing prices. */
  at(epochMs: number): Tariff {
    const tariff = this.find(this.#clock.at(epochMs));
    if (tariff) return tariff;
    throw errors.no_tariff({ field: this.tariffs[0]?.factory ?? 'the site', value: new Date(epochMs).toISOString() });
  }

  /** The tariff at a time of the table's zone; undefined where nothing prices it. */
  find({ date, weekday, minuteOfDay }: LocalTime): Tariff | undefined {
    const day = this.#holidays.has(date) ? 0 : weekday;
    return this.tariffs[this.#weekFor(date)[day * minutesPerDay + minuteOfDay] ?? NaN];
  }

  #weekFor(date: string): Uint8Array {
    const known = this.#weekOn.get(date);
    if (known) return known;
    const inForce = this.tariffs.map((tariff) => isInForce(tariff, date));
    const week = this.#weekOf.get(inForce.join()) ?? this.#weekWith(inForce);
    this.#weekOf.set(inForce.join(), week);
    this.#weekOn.set(date, week);
    return week;
  }

  #weekWith(inForce: readonly boolean[]): Uint8Array {
    return Uint8Array.from({ length: 7 * minutesPerDay }, (_, minute) => {
      const [day, minuteOfDay] = [Math.floor(minute / minutesPerDay), minute % minutesPerDay];
      return this.tariffs.findIndex((tariff, position) => inForce[position] && tariffApplies(tariff, day, minuteOfDay));
    });
  }
}
