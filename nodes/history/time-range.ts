import { defineErrors, isoUtc, parseInstant, type Question } from '../kernel/index.ts';

/** Epoch milliseconds; half-open: from the first up to, not including, the last. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

const errors = defineErrors({
  bad_time: {
    status: 422,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${found(value)}.`,
  },
  bad_time_range: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

const maxDays = 366;
const dayMs = 86_400_000;

/**
 * `start` and `end` of a question. The end is now unless given; the start is so long before it, or must be given where
 * there is no default span. Throws `bad_time` and `bad_time_range`.
 */
export function timeRangeOf(question: Question, now: number, defaultSpanMs?: number): TimeRange {
  const until = instantOf(question, 'end', now);
  const from = instantOf(question, 'start', defaultSpanMs === undefined ? undefined : until - defaultSpanMs);
  if (until <= from) throw errors.bad_time_range({ field: 'end', limit: 'after start', value: isoUtc(until) });
  if (until - from > maxDays * dayMs) {
    const limit = `at most ${maxDays} days before end`;
    throw errors.bad_time_range({ field: 'start', limit, value: isoUtc(from) });
  }
  return { from, until };
}

function instantOf(question: Question, field: 'start' | 'end', otherwise: number | undefined): number {
  const stated = question[field];
  const instant = stated === undefined ? otherwise : typeof stated === 'string' ? parseInstant(stated) : undefined;
  if (instant !== undefined) return instant;
  throw errors.bad_time({ field, limit: 'a time in ISO 8601', value: stated, place: 'query' });
}

function found(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
