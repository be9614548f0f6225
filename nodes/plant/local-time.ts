export interface LocalTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Hours since local midnight, 0 ≤ hour < 24, with its fraction. */
  readonly hour: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const quarterHourMs = hourMs / 4;

interface ZoneOffset {
  readonly format: Intl.DateTimeFormat;
  /** A span of time in which the offset does not change, milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

const zones = new Map<string, ZoneOffset>();

/** Weekday and hour at an instant in an IANA time zone. */
export function localTime(timeZone: string, epochMs: number): LocalTime {
  const localMs = epochMs + utcOffsetMs(timeZone, epochMs);
  const day = Math.floor(localMs / dayMs);
  // Day 0, 1 January 1970, was a Thursday.
  return { weekday: (day + 4) % 7, hour: (localMs - day * dayMs) / hourMs };
}

/** Asking Intl is slow, so the answer is kept for the day, or for the quarter hour on a day on which the offset changes. */
function utcOffsetMs(timeZone: string, epochMs: number): number {
  const zone = zones.get(timeZone) ?? addZone(timeZone);
  if (epochMs < zone.fromMs || epochMs >= zone.toMs) {
    const dayStartMs = Math.floor(epochMs / dayMs) * dayMs;
    const dayEndMs = dayStartMs + dayMs;
    const isSteady = readOffsetMs(zone.format, dayStartMs) === readOffsetMs(zone.format, dayEndMs);
    zone.fromMs = isSteady ? dayStartMs : Math.floor(epochMs / quarterHourMs) * quarterHourMs;
    zone.toMs = isSteady ? dayEndMs : zone.fromMs + quarterHourMs;
    zone.offsetMs = readOffsetMs(zone.format, zone.fromMs);
  }
  return zone.offsetMs;
}

function addZone(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const zone = { format, fromMs: 0, toMs: 0, offsetMs: 0 };
  zones.set(timeZone, zone);
  return zone;
}

/** `GMT-07:00` → −7 h; plain `GMT` → 0. */
function readOffsetMs(format: Intl.DateTimeFormat, epochMs: number): number {
  const name = format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offsetMs = (Number(hours ?? 0) + Number(minutes ?? 0) / 60) * hourMs;
  return sign === '-' ? -offsetMs : offsetMs;
}
