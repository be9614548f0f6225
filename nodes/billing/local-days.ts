/** A day of a time zone: 23 or 25 hours long where the clocks change. */
export interface LocalDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Epoch milliseconds; half-open. */
  readonly start: number;
  readonly end: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The day that an instant lies in. */
export function localDayAt(timeZone: string, epochMs: number): LocalDay {
  const clock = zoneClock(timeZone);
  const midnight = Math.floor(clock.localMs(epochMs) / dayMs) * dayMs;
  return {
    day: new Date(midnight).toISOString().slice(0, 10),
    start: clock.startOf(midnight),
    end: clock.startOf(midnight + dayMs),
  };
}

/**
 * The days whose noon lies in a half-open range, in their order. By the noon, because a range stated in UTC midnights and
 * one stated in local midnights then name the same dates, in every zone within eleven hours of UTC.
 */
export function localDaysIn(timeZone: string, from: number, until: number): readonly LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = localDayAt(timeZone, from); ; day = localDayAt(timeZone, day.end)) {
    const noon = (day.start + day.end) / 2;
    if (noon >= until) return days;
    if (noon >= from) days.push(day);
  }
}

/** The days that lie as a whole in a half-open range, in their order. */
export function wholeDaysIn(timeZone: string, from: number, until: number): readonly LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = localDayAt(timeZone, from); day.end <= until; day = localDayAt(timeZone, day.end)) {
    if (day.start >= from) days.push(day);
  }
  return days;
}

interface ZoneClock {
  /** What the zone's clocks show at an instant, as if it were UTC. */
  localMs(epochMs: number): number;
  /** The first instant of the date whose midnight the clocks would show, as if it were UTC. */
  startOf(midnight: number): number;
}

const zoneClocks = new Map<string, ZoneClock>();

function zoneClock(timeZone: string): ZoneClock {
  const known = zoneClocks.get(timeZone);
  if (known) return known;
  const clock = makeZoneClock(timeZone);
  zoneClocks.set(timeZone, clock);
  return clock;
}

function makeZoneClock(timeZone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const localMs = (epochMs: number): number => {
    const shown = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (epochMs % 1000);
  };
  const startOf = (midnight: number): number => {
    // Clocks change at most once in two days: midnight has the offset of the day before or that of the day after.
    const offsets = [midnight - dayMs, midnight + dayMs].map((epochMs) => localMs(epochMs) - epochMs);
    const candidates = offsets.map((offset) => midnight - offset);
    // Where the clocks skip midnight, the day starts later than it.
    return Math.min(...candidates.filter((epochMs) => localMs(epochMs) >= midnight));
  };
  return { localMs, startOf };
}
