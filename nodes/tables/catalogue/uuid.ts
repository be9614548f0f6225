import { randomUUID } from 'node:crypto';
import { restErrors } from '../rest-errors.ts';

/** Of the twelve bits. */
const maxCount = 0xfff;
const asWritten = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pattern = /^\{?([0-9a-f]{4}(?:-?[0-9a-f]{4}){7})\}?$/i;

/** A UUID in any of the spellings that PostgreSQL reads, as it writes it. Throws `22P02`. */
export function uuidOf(text: string): string {
  if (asWritten.test(text)) return text;
  const [, found] = pattern.exec(text.trim()) ?? [];
  if (found === undefined) throw restErrors['22P02']({ field: 'uuid', value: text });
  return hyphenated(found.replaceAll('-', '').toLowerCase());
}

let newest = { ms: 0, count: 0 };

/**
 * A new UUID of version 7 (RFC 9562, 5.7 and 6.2, a counter in `rand_a`): later ones sort behind earlier ones, also those of
 * one millisecond, so that rows come back in the order in which they were stored.
 */
export function newUuid(now: number): string {
  newest = now > newest.ms ? { ms: now, count: 0 } : counted(newest);
  const ms = newest.ms.toString(16).padStart(12, '0');
  const count = newest.count.toString(16).padStart(3, '0');
  // What follows is random in version 4 and in version 7 alike.
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

function counted({ ms, count }: typeof newest): typeof newest {
  return count < maxCount ? { ms, count: count + 1 } : { ms: ms + 1, count: 0 };
}

function hyphenated(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
