import { randomBytes } from 'node:crypto';
import { restErrors } from '../rest-errors.ts';

const pattern = /^\{?([0-9a-f]{4}(?:-?[0-9a-f]{4}){7})\}?$/i;

/** A UUID in any of the spellings that PostgreSQL reads, as it writes it. Throws `22P02`. */
export function uuidOf(text: string): string {
  const [, found] = pattern.exec(text.trim()) ?? [];
  if (found === undefined) throw restErrors['22P02']({ field: 'uuid', value: text });
  return hyphenated(found.replaceAll('-', '').toLowerCase());
}

/** A new UUID of version 7 (RFC 9562, 5.7): later ones sort behind, so that an index of them grows at its end. */
export function newUuid(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return hyphenated(bytes.toString('hex'));
}

function hyphenated(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
