import { localTime } from './local-time.ts';
import { westLondon } from './weather.ts';

/** How a site runs its battery by the clock: it charges in cheap nights and discharges into the evening peak. kW, positive charges. */
export function dailyCycleKw(epochMs: number, socPct: number): number {
  const { hour } = localTime(westLondon.timeZone, epochMs);
  if (hour < 5) return socPct < 90 ? 120 : 0;
  if (hour >= 17 && hour < 21) return socPct > 15 ? -100 : 0;
  return 0;
}
