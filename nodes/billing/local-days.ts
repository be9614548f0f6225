import { zoneClock } from '../kernel/index.ts';

/** A day of a time zone: 23 or 25 hours long where the clocks change. */
export interface LocalDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Epoch milliseconds; half-open. */
  readonly start: number;
  readonly end: number;
}

/** The day that an instant lies in. */
export function localDayAt(timeZone: string, epochMs: number): LocalDay {
  const clock = zoneClock(timeZone);
  const { date, start, end } = clock.dateOf(clock.at(epochMs).date);
  return { day: date, start, end };
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
