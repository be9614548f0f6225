import { zoneClock } from '../kernel/index.ts';

export interface LocalTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Hours since local midnight, 0 ≤ hour < 24, with its fraction. */
  readonly hour: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Weekday and hour at an instant in an IANA time zone. */
export function localTime(timeZone: string, epochMs: number): LocalTime {
  const localMs = epochMs + zoneClock(timeZone).offsetMs(epochMs);
  const day = Math.floor(localMs / dayMs);
  // Day 0, 1 January 1970, was a Thursday.
  return { weekday: (day + 4) % 7, hour: (localMs - day * dayMs) / hourMs };
}
