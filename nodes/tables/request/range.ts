import { restErrors } from '../rest-errors.ts';
import type { RestQuery } from './query-parameters.ts';

/** Which of the rows found are wanted. */
export interface Page {
  readonly offset: number;
  /** Undefined for all. */
  readonly limit: number | undefined;
}

const rangeHeader = /^(\d{1,15})-(\d{1,15})?$/;

/** What `limit` and `offset` and the header `Range` leave together. Throws `PGRST103`. */
export function pageOf({ limit, offset }: Pick<RestQuery, 'limit' | 'offset'>, range: string | undefined): Page {
  if (limit !== undefined && limit < 0) {
    throw restErrors.PGRST103({ details: 'Limit should be greater than or equal to zero.' });
  }
  const [, first, last] = rangeHeader.exec(range?.trim() ?? '') ?? [];
  if (first === undefined) return { offset, limit };
  if (last !== undefined && Number(last) < Number(first)) {
    throw restErrors.PGRST103({
      details: 'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
    });
  }
  const start = Math.max(offset, Number(first));
  const ends = [limit === undefined ? Infinity : offset + limit, last === undefined ? Infinity : Number(last) + 1];
  const end = Math.min(...ends);
  return { offset: start, limit: end === Infinity ? undefined : Math.max(0, end - start) };
}

/** `Content-Range` and status of a page. Throws `PGRST103` when it begins behind the last row that is known. */
export function rangeAnswer(
  { offset }: Page,
  rows: number,
  total: number | undefined,
): { status: 200 | 206; contentRange: string } {
  if (total !== undefined && offset > 0 && offset > total) {
    throw restErrors.PGRST103({
      details: `An offset of ${offset} was requested, but there are only ${total} rows.`,
    });
  }
  const span = rows === 0 ? '*' : `${offset}-${offset + rows - 1}`;
  const status = total !== undefined && rows < total ? 206 : 200;
  return { status, contentRange: `${span}/${total ?? '*'}` };
}
