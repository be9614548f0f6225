import { STATUS_CODES } from 'node:http';
import { isoUtc, systemClock } from '../../kernel/index.ts';
import type { Dialect } from './dialect.ts';

/** Mistakes in the form of a request; the other contracts call them 400. */
const formErrors = new Set(['invalid_value', 'body_missing', 'malformed_json']);

/** Contract 004: `{error, detail, timestamp, status}`, `error` in the words of HTTP. */
export const infrastructure: Dialect = {
  errorAnswer({ code, status: stated, message, facts }) {
    const status = formErrors.has(code) ? 422 : stated;
    const { error_id } = facts;
    const detail = typeof error_id === 'string' ? `${message} Error id: ${error_id}` : message;
    const timestamp = isoUtc(systemClock.now());
    return { status, body: { error: STATUS_CODES[status] ?? code, detail, timestamp, status: 'error' } };
  },
};
