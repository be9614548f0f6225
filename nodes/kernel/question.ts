import type { HttpRequest, Message } from './red.ts';

export type Question = Readonly<Record<string, unknown>>;

/** What a message asks: query and path parameters of its request, or the payload of one that comes from no request. */
export function questionOf(message: Message): Question {
  const request = message['req'] as Partial<HttpRequest> | undefined;
  if (!request) return (message.payload ?? {}) as Question;
  return { ...request.query, ...request.params };
}

/** What is wrong with a field of a question. */
export interface InputFault {
  readonly field: string;
  readonly limit: string;
  readonly value: unknown;
}

export interface WholeNumberBounds {
  readonly min: number;
  readonly max: number;
  /** What stands for a field that was left out; without it, the field has to be there. */
  readonly otherwise?: number;
}

/** A whole number that a question states as such or as text. Throws what `refuse` makes of any other value. */
export function wholeNumberOf(
  question: Question,
  field: string,
  { min, max, otherwise }: WholeNumberBounds,
  refuse: (fault: InputFault) => Error,
): number {
  const stated = question[field] ?? otherwise;
  const value = typeof stated === 'string' && stated.trim() !== '' ? Number(stated) : stated;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw refuse({ field, limit: `a whole number from ${min} to ${max}`, value: stated });
}
