import { STATUS_CODES } from 'node:http';
import { isoUtc, systemClock } from '../../kernel/index.ts';
import type { Dialect } from './dialect.ts';
import { isInputError, sentenceOf } from './input-error.ts';

/** Contract 004: `{error, detail, timestamp, status}`, `error` in the words of HTTP. */
export const infrastructure: Dialect = {
  errorAnswer(error) {
    const status = isInputError(error) ? 422 : error.status;
    const timestamp = isoUtc(systemClock.now());
    const body = { error: STATUS_CODES[status] ?? error.code, detail: sentenceOf(error), timestamp, status: 'error' };
    return { status, body };
  },
};
