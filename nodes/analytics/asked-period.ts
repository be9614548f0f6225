import { type Question, zoneClock } from '../kernel/index.ts';
import { spanOf } from './asked.ts';
import { errors } from './errors.ts';
import { type Interval, intervalsMs, type TimeSpan } from './history.ts';

const dayMs = 86_400_000;
/** Of one question. */
export const maxDays = 366;
/** Of one series in an answer. */
const maxPoints = 10_000;

/**
 * The half-open span between `start_time` and `end_time`, or `start` and `end`. Throws `bad_value`, for more than 366 days too,
 * and `bad_time_range`.
 */
export function askedSpan(question: Question): TimeSpan {
  const hasShortNames = 'start' in question && !('start_time' in question);
  const [start, end] = hasShortNames ? (['start', 'end'] as const) : (['start_time', 'end_time'] as const);
  const span = spanOf(question, start, end);
  if (span.until - span.from <= maxDays * dayMs) return span;
  throw errors.bad_value({ field: end, limit: `at most ${maxDays} days after ${start}`, value: question[end] });
}

/** The interval of a series, an hour unless stated. Throws `bad_value`, where the span has too many of them too. */
export function askedInterval({ interval = '1hour' }: Question, { from, until }: TimeSpan): Interval {
  const intervals = Object.keys(intervalsMs) as Interval[];
  const found = intervals.find((each) => each === interval);
  if (!found) throw errors.bad_value({ field: 'interval', limit: intervals.join(', '), value: interval, rule: 'enum' });
  const shortest = intervals.find((each) => until - from <= maxPoints * intervalsMs[each]) ?? '1day';
  if (intervalsMs[found] >= intervalsMs[shortest]) return found;
  throw errors.bad_value({
    field: 'interval',
    limit: `${shortest} or longer for this period (at most ${maxPoints} points)`,
    value: found,
  });
}

/** Local dates (YYYY-MM-DD), both included. */
export interface AskedDates {
  readonly first: string;
  readonly last: string;
}

/** Throws `bad_value`, for more than 366 days too, and `bad_time_range`. */
export function askedDates(question: Question, start = 'start_date', end = 'end_date'): AskedDates {
  const [first, last] = [dateOf(question, start), dateOf(question, end)];
  if (last < first) throw errors.bad_time_range({ field: end, limit: `not before ${start}`, value: last });
  if (Date.parse(last) - Date.parse(first) < maxDays * dayMs) return { first, last };
  throw errors.bad_value({ field: end, limit: `within ${maxDays} days from ${start} on`, value: last });
}

/** From the start of the first date to the end of the last in a time zone: days of 23 and 25 hours where the clocks change. */
export function spanOfDates({ first, last }: AskedDates, timeZone: string): TimeSpan {
  const clock = zoneClock(timeZone);
  return { from: clock.dateOf(first).start, until: clock.dateOf(last).end };
}

function dateOf(question: Question, field: string): string {
  const stated = question[field];
  if (typeof stated === 'string' && isDate(stated)) return stated;
  const rule = stated === undefined ? 'required' : 'format';
  throw errors.bad_value({ field, limit: 'a date as YYYY-MM-DD', value: stated, rule });
}

function isDate(text: string): boolean {
  const midnight = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(midnight)) return false;
  // 30 February is a date to the parser, but not one that it gives back.
  return new Date(midnight).toISOString().startsWith(text);
}
