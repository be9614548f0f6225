/** What the clocks of a time zone show at an instant. */
export interface LocalTime {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 1 is January. */
  readonly month: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 to 1439. */
  readonly minuteOfDay: number;
}

/** A date of a time zone: 23 or 25 hours long where the clocks change. Half-open, epoch milliseconds. */
export interface LocalDate {
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const quarterHourMs = 15 * minuteMs;

const clocks = new Map<string, ZoneClock>();

/** The clock of an IANA time zone. Throws a RangeError for a name that is none. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new ZoneClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Local time of a zone. Asking Intl is slow, so an answer is kept for its UTC day, or for the quarter hour on a day on which
 * the offset changes: fast enough for what goes through time in order.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  /** A span in which the offset does not change, epoch milliseconds. */
  #from = 0;
  #until = 0;
  #offsetMs = 0;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  at(epochMs: number): LocalTime {
    const localMs = epochMs + this.offsetMs(epochMs);
    const shown = new Date(localMs);
    return {
      date: shown.toISOString().slice(0, 10),
      month: shown.getUTCMonth() + 1,
      weekday: shown.getUTCDay(),
      minuteOfDay: Math.floor((localMs - floorTo(localMs, dayMs)) / minuteMs),
    };
  }

  /** 0 is the hour that a local Sunday starts with, 167 the last of Saturday. */
  hourOfWeek(epochMs: number): number {
    const hours = Math.floor((epochMs + this.offsetMs(epochMs)) / hourMs);
    // Hour 0, on 1 January 1970, was the first of a Thursday.
    return (hours + 4 * 24) % 168;
  }

  /** The date YYYY-MM-DD in this zone. */
  dateOf(date: string): LocalDate {
    const midnight = Date.parse(`${date}T00:00:00Z`);
    return { date, start: this.#startOf(midnight), end: this.#startOf(midnight + dayMs) };
  }

  /** The dates that a half-open range touches. */
  datesIn(from: number, until: number): readonly LocalDate[] {
    const dates: LocalDate[] = [];
    for (let next = from; next < until; next = dates.at(-1)?.end ?? until) dates.push(this.dateOf(this.at(next).date));
    return dates;
  }

  /** What the zone is ahead of UTC. */
  offsetMs(epochMs: number): number {
    if (epochMs < this.#from || epochMs >= this.#until) {
      const dayStart = floorTo(epochMs, dayMs);
      const isSteady = this.#readOffset(dayStart) === this.#readOffset(dayStart + dayMs);
      this.#from = isSteady ? dayStart : floorTo(epochMs, quarterHourMs);
      this.#until = this.#from + (isSteady ? dayMs : quarterHourMs);
      this.#offsetMs = this.#readOffset(this.#from);
    }
    return this.#offsetMs;
  }

  /** The first instant at which the clocks show the date whose midnight is given as if it were UTC. */
  #startOf(midnight: number): number {
    const offsets = [midnight - dayMs, midnight + dayMs].map((epochMs) => this.offsetMs(epochMs));
    const starts = offsets.map((offset) => midnight - offset);
    // Where the clocks skip midnight the date starts later than it.
    return Math.min(...starts.filter((start) => start + this.offsetMs(start) >= midnight));
  }

  /** `GMT-07:00` is −7 h, plain `GMT` is 0. */
  #readOffset(epochMs: number): number {
    const name = this.#format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    return Number(`${sign}1`) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
  }
}

function floorTo(epochMs: number, stepMs: number): number {
  return Math.floor(epochMs / stepMs) * stepMs;
}
