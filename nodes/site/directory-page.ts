import { defineErrors, type Question } from '../kernel/index.ts';

const errors = defineErrors({
  bad_page: {
    status: 422,
    message: ({ field, limit, value }) => `The ${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export const maxPageRows = 1000;

/** `offset` (0 unless given) and `limit` (1 to 1000). Throws `bad_page`. */
export function pageOf(question: Question, defaultLimit: number): Page {
  return {
    offset: wholeNumber(question, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 }),
    limit: wholeNumber(question, 'limit', { min: 1, max: maxPageRows, otherwise: defaultLimit }),
  };
}

export function pageFrom<T>(rows: readonly T[], { offset, limit }: Page): readonly T[] {
  return rows.slice(offset, offset + limit);
}

function wholeNumber(
  question: Question,
  field: 'offset' | 'limit',
  { min, max, otherwise }: { min: number; max: number; otherwise: number },
): number {
  const stated = question[field];
  if (stated === undefined) return otherwise;
  const value = Number(stated);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const limit = `a whole number from ${min} to ${max}`;
  throw errors.bad_page({ field, limit, value: stated, place: 'query' });
}
