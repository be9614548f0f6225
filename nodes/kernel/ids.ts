import { randomFillSync } from 'node:crypto';

const idBytes = 16;
/** Asking the system for each id would cost more than all else about it. */
const supply = Buffer.alloc(256 * idBytes);
let used = supply.length;

/** 128 random bits, URL-safe: for permits, tickets and request ids. Not guessable. */
export function randomId(): string {
  if (used === supply.length) {
    randomFillSync(supply);
    used = 0;
  }
  used += idBytes;
  return supply.toString('base64url', used - idBytes, used);
}
