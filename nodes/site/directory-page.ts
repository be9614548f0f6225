import { defineErrors, type InputFault, type Question, wholeNumberOf } from '../kernel/index.ts';

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
    offset: wholeNumberOf(question, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 }, badPage),
    limit: wholeNumberOf(question, 'limit', { min: 1, max: maxPageRows, otherwise: defaultLimit }, badPage),
  };
}

export function pageFrom<T>(rows: readonly T[], { offset, limit }: Page): readonly T[] {
  return rows.slice(offset, offset + limit);
}

function badPage(fault: InputFault): Error {
  return errors.bad_page({ ...fault, place: 'query' });
}
