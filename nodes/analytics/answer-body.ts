import { isoWithOffset } from '../kernel/index.ts';
import type { TimeSpan } from './history.ts';
import { rounded } from './rounded.ts';

/** An object of an answer, with the names of contract 003. */
export type Body = Readonly<Record<string, unknown>>;

export function spanBody({ from, until }: TimeSpan): Body {
  return { start: isoWithOffset(from), end: isoWithOffset(until) };
}

export function isoOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoWithOffset(epochMs);
}

/** Several figures, each rounded. */
export function figuresBody(figures: Readonly<Record<string, number | null>>): Body {
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, rounded(figure)]));
}
