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
  const day = Math.floor(epochMs / dayMs);
  const ms = epochMs - day * dayMs;
  const seconds = Math.floor(ms / 1000);
  const hour = twoDigits[Math.floor(seconds / 3600)];
  const minute = twoDigits[Math.floor(seconds / 60) % 60];
  return `${dayText(day)}T${hour}:${minute}:${twoDigits[seconds % 60]}.${threeDigits[ms % 1000]}Z`;
}

function dayText(day: number): string {
  const known = knownDays[day & knownDaysMask];
  if (known?.day === day) return known.text;
  const [text = ''] = new Date(day * dayMs).toISOString().split('T');
  knownDays[day & knownDaysMask] = { day, text };
  return text;
}
