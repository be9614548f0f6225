import { type Tariff, tariffApplies } from '../../site/index.ts';
import { errors } from '../errors.ts';
import { zoneClock, type ZoneClock } from '../../kernel/index.ts';

/** A price of the site model, for all of the year or for the months of a season. */
export interface SeasonalTariff extends Tariff {
  /** 1 is January. */
  readonly months?: readonly number[];
}

export interface TariffTableOptions {
  readonly tariffs: readonly SeasonalTariff[];
  /** The zone that hours and days are stated in. */
  readonly timeZone: string;
  /** Dates (YYYY-MM-DD) that are priced as Sundays. */
  readonly holidays?: readonly string[];
}

const minutesPerDay = 1440;

/** The price of every minute in local time. */
export class TariffTable {
  readonly #tariffs: readonly SeasonalTariff[];
  readonly #holidays: ReadonlySet<string>;
  readonly #clock: ZoneClock;
  /** Position of the tariff for each minute of the week of a month, made when it is first asked for. */
  readonly #weeks = new Map<number, Uint8Array>();

  constructor({ tariffs, timeZone, holidays = [] }: TariffTableOptions) {
    this.#tariffs = tariffs;
    this.#holidays = new Set(holidays);
    this.#clock = zoneClock(timeZone);
  }

  /** Of the first tariff; null without any. */
  get currency(): string | null {
    return this.#tariffs[0]?.currency ?? null;
  }

  /** Throws `no_tariff` for a time that nothing prices. */
  at(epochMs: number): SeasonalTariff {
    const { date, month, weekday, minuteOfDay } = this.#clock.at(epochMs);
    const day = this.#holidays.has(date) ? 0 : weekday;
    const tariff = this.#tariffs[this.#weekOf(month)[day * minutesPerDay + minuteOfDay] ?? NaN];
    if (tariff) return tariff;
    throw errors.no_tariff({ field: this.#tariffs[0]?.factory ?? 'the site', value: new Date(epochMs).toISOString() });
  }

  #weekOf(month: number): Uint8Array {
    const known = this.#weeks.get(month);
    if (known) return known;
    const inSeason = this.#tariffs.map(({ months }) => months?.includes(month) ?? true);
    const week = Uint8Array.from({ length: 7 * minutesPerDay }, (_, minute) => {
      const [day, minuteOfDay] = [Math.floor(minute / minutesPerDay), minute % minutesPerDay];
      return this.#tariffs.findIndex(
        (tariff, position) => inSeason[position] && tariffApplies(tariff, day, minuteOfDay),
      );
    });
    this.#weeks.set(month, week);
    return week;
  }
}
