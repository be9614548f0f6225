const dayMs = 86_400_000;
const upTo = (count: number, digits: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => String(number).padStart(digits, '0'));
const twoDigits = upTo(60, 2);
const threeDigits = upTo(1000, 3);

/** The day that was written last: rows are mostly of one. */
let [writtenDay, dayText] = [NaN, ''];

/** Epoch milliseconds as `Date.prototype.toISOString` writes them, for the many times in an answer some times as fast. */
export function instantText(epochMs: number): string {
  const day = Math.floor(epochMs / dayMs);
  if (day !== writtenDay) {
    dayText = new Date(day * dayMs).toISOString().slice(0, -'00:00:00.000Z'.length);
    writtenDay = day;
  }
  const ms = epochMs - day * dayMs;
  const seconds = Math.floor(ms / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${dayText}${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second]}.${threeDigits[ms % 1000]}Z`;
}
