import { clamp } from './arithmetic.ts';
import { localTime } from './local-time.ts';
import { westLondon } from './weather.ts';

/** Where the battery rests by day and by night, %, and how its power tapers off before it gets there. */
const [fullPct, emptyPct, kwPerPct] = [85, 20, 60];

/** How a site runs its battery by the clock: it charges in cheap nights and discharges into the evening peak. kW, positive charges. */
export function dailyCycleKw(epochMs: number, socPct: number): number {
  const { hour } = localTime(westLondon.timeZone, epochMs);
  if (hour < 5) return clamp((fullPct - socPct) * kwPerPct, 0, 120);
  if (hour >= 17 && hour < 21) return -clamp((socPct - emptyPct) * kwPerPct, 0, 100);
  return 0;
}
