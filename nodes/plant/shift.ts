import { localTime } from './local-time.ts';

/** Share of full production that a factory's shift plan asks for: weekdays 06–22, nights, weekends, in local time. */
export function shiftFactor(timeZone: string, epochMs: number): number {
  const { weekday, hour } = localTime(timeZone, epochMs);
  if (weekday === 0 || weekday === 6) return 0.3;
  return hour >= 6 && hour < 22 ? 1 : 0.5;
}
