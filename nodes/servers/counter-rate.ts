/** By how much a counter rose. One that fell was reset, and counts from zero again. */
export function increaseOf(before: number, after: number): number {
  return after < before ? after : after - before;
}

/** Increase a second; null without an earlier value or without time between the two. */
export function rateOf(before: number | undefined, after: number, seconds: number): number | null {
  if (before === undefined || !(seconds > 0)) return null;
  const rate = increaseOf(before, after) / seconds;
  return Number.isFinite(rate) ? rate : null;
}
