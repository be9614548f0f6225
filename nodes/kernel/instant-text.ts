const dayMs = 86_400_000;
const upTo = (count: number, digits: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => String(number).padStart(digits, '0'));
const twoDigits = upTo(60, 2);
const threeDigits = upTo(1000, 3);

/** Days that were written lately, each at the place of its last bits, so that days within three years do not meet. */
const knownDays: { readonly day: number; readonly text: string }[] = [];
const knownDaysMask = 0x3ff;

/** Epoch milliseconds as `Date.prototype.toISOString` writes them, several times as fast where there are many. */
export function instantText(epochMs: number): string {
  const { text, ms } = secondText(epochMs);
  return `${text}.${threeDigits[ms]}Z`;
}

/** ISO 8601 in UTC: `2026-02-21T06:00:00Z`, with milliseconds only where there are some. */
export function isoUtc(epochMs: number): string {
  return `${shortText(epochMs)}Z`;
}

/** The same with an explicit offset, the form of contract 000: `2026-02-21T17:45:00+00:00`. */
export function isoWithOffset(epochMs: number): string {
  return `${shortText(epochMs)}+00:00`;
}

function shortText(epochMs: number): string {
  const { text, ms } = secondText(epochMs);
  return ms === 0 ? text : `${text}.${threeDigits[ms]}`;
}

/** The whole second as text, and the milliseconds that are left. Throws a RangeError for what is no time. */
function secondText(epochMs: number): { readonly text: string; readonly ms: number } {
  const whole = Math.trunc(epochMs);
  const day = Math.floor(whole / dayMs);
  const msOfDay = whole - day * dayMs;
  const seconds = Math.floor(msOfDay / 1000);
  const hour = twoDigits[Math.floor(seconds / 3600)];
  const minute = twoDigits[Math.floor(seconds / 60) % 60];
  return { text: `${dayText(day)}T${hour}:${minute}:${twoDigits[seconds % 60]}`, ms: msOfDay % 1000 };
}

function dayText(day: number): string {
  const known = knownDays[day & knownDaysMask];
  if (known?.day === day) return known.text;
  const [text = ''] = new Date(day * dayMs).toISOString().split('T');
  knownDays[day & knownDaysMask] = { day, text };
  return text;
}
