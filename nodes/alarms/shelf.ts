import type { Priority, ShelfTerms } from './alarm.ts';

export const hourMs = 3_600_000;
/** How long an alarm may be shelved, hours, by its priority. */
export const maxShelfHours: Readonly<Record<Priority, number>> = { P0: 8, P1: 8, P2: 24, P3: 24 };

/** How often what is left of the running shelves is written. */
export const shelfWriteMs = 10_000;

/** The terms with what is left at the next write, so that a shelf is never longer than granted whatever happens until then. */
export function withRemaining(shelf: ShelfTerms, remainingMs: number): ShelfTerms {
  return { ...shelf, remainingMs: Math.max(0, remainingMs - shelfWriteMs) };
}

/** What is left at a start: by the wall clock, and never more than was left when it was last written. */
export function remainingAtStart({ until, remainingMs }: ShelfTerms, now: number): number {
  return Math.max(0, Math.min(until - now, remainingMs));
}
