import { randomBytes } from 'node:crypto';

/** 128 random bits, URL-safe: for permits, tickets and request ids. Not guessable. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}
