import { identityOf, type Message, parseInstant, type Question, questionOf } from '../kernel/index.ts';
import { errors } from './errors.ts';
import type { TimeSpan } from './history.ts';

/** What a request or a message of a flow asks. */
export interface Asked {
  /** Parameters of query and path, and the members of the body: contract 003 has no operation with one name in both. */
  readonly question: Question;
  /** Codes of the sites that the key is limited to; undefined for all. */
  readonly sites: ReadonlySet<string> | undefined;
}

export function askedOf(message: Message): Asked {
  const body = message['req'] !== undefined && isObject(message.payload) ? message.payload : {};
  return { question: { ...questionOf(message), ...body }, sites: identityOf(message['req'])?.sites };
}

/** Whether a parameter says something: a client may send an empty one for none. */
export function isStated(question: Question, field: string): boolean {
  return question[field] !== undefined && question[field] !== '';
}

/** The half-open span between two named parameters. Throws `bad_value` and `bad_time_range`. */
export function spanOf(question: Question, start: string, end: string): TimeSpan {
  const from = instantOf(question, start);
  const until = instantOf(question, end);
  if (until <= from) throw errors.bad_time_range({ field: end, limit: `after ${start}`, value: question[end] });
  return { from, until };
}

/** Throws `bad_value`. */
export function instantOf(question: Question, field: string): number {
  const stated = question[field];
  const instant = typeof stated === 'string' ? parseInstant(stated) : undefined;
  if (instant !== undefined) return instant;
  const rule = stated === undefined ? 'required' : 'format';
  throw errors.bad_value({ field, limit: 'a time in ISO 8601', value: stated, rule });
}

function isObject(value: unknown): value is Question {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
