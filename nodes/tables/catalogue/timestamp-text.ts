import { parseInstant } from '../../kernel/index.ts';
import { restErrors } from '../rest-errors.ts';

const typeName = 'timestamp with time zone';
const looksLikeADate = /^\d{4}-\d{1,2}-\d{1,2}/;

/** Epoch milliseconds of a time in ISO 8601; UTC without a zone. Throws `22007` and `22008`. */
export function timestampOf(text: string): number {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  if (looksLikeADate.test(text.trim())) throw restErrors['22008']({ value: text });
  throw restErrors['22007']({ field: typeName, value: text });
}
