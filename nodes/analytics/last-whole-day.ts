import { zoneClock, type ZoneClock } from '../kernel/index.ts';

/** The last date of a time zone that has ended, with its start and end. */
export function lastWholeDay(timeZone: string, now: number): ReturnType<ZoneClock['dateOf']> {
  const clock = zoneClock(timeZone);
  const today = clock.dateOf(clock.at(now).date);
  return clock.dateOf(clock.at(today.start - 1).date);
}
