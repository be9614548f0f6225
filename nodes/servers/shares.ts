import type { Disk } from './reading.ts';

/** Percent; null when one of the two is not known, or the whole is nothing. */
export function shareOf(part: number | null | undefined, whole: number | null | undefined): number | null {
  if (part === null || part === undefined || whole === null || whole === undefined || !(whole > 0)) return null;
  return (100 * part) / whole;
}

/** As `df` counts it: what is reserved for root is neither in use nor to be had. */
export function diskUsePct({ usedBytes, availableBytes }: Disk): number | null {
  return shareOf(usedBytes, usedBytes + availableBytes);
}
