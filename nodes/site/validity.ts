import type { Validity } from './model.ts';

const dayMs = 86_400_000;

/** True when a price or a factor is in force on a local date (YYYY-MM-DD). */
export function isInForce({ months, validFrom, validUntil }: Validity, date: string): boolean {
  const isInMonths = months === undefined || months.includes(Number(date.slice(5, 7)));
  return isInMonths && (validFrom ?? date) <= date && date <= (validUntil ?? date);
}

/**
 * The dates (YYYY-MM-DD) on which it may change which of them are in force: from the first on which any is to the last, or
 * the months of a year where they have no dates.
 */
export function stretchStarts(validities: readonly Validity[]): readonly string[] {
  const changes = validities.flatMap(({ validFrom, validUntil }) => [
    ...(validFrom === undefined ? [] : [validFrom]),
    ...(validUntil === undefined ? [] : [dayAfter(validUntil)]),
  ]);
  const years = [...changes.map((date) => Number(date.slice(0, 4))), ...(changes.length === 0 ? [2000] : [])];
  const [first, last] = [Math.min(...years) - 1, Math.max(...years) + 1];
  const months = Array.from({ length: 12 * (last - first + 1) }, (_, month) => firstOfMonth(first, month));
  const starts = [...new Set([...changes, ...months])].sort();
  const isAnyInForce = (date: string): boolean => validities.some((validity) => isWithinDates(validity, date));
  const inside = [starts.findIndex(isAnyInForce), starts.findLastIndex(isAnyInForce)] as const;
  return inside[0] < 0 ? [] : starts.slice(inside[0], inside[1] + 1);
}

function isWithinDates({ validFrom, validUntil }: Validity, date: string): boolean {
  return isInForce({ ...(validFrom && { validFrom }), ...(validUntil && { validUntil }) }, date);
}

function firstOfMonth(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
}
