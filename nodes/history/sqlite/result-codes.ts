import type { StorageFailure } from '../storage-failure.ts';

/** Primary result codes, https://sqlite.org/rescode.html. */
const full = 13;
const unavailable: ReadonlySet<number> = new Set([
  5, // busy: another process holds the file
  6, // locked
  7, // out of memory
  8, // read-only
  10, // disk I/O error
  11, // damaged page
  14, // cannot open
  15, // locking protocol
  22, // file larger than the file system allows
  26, // not a database
]);

/** How the disk or the file failed; undefined for any other error, also one of a single statement. */
export function sqliteFailureOf(thrown: unknown): StorageFailure | undefined {
  const errcode = (thrown as { errcode?: unknown } | null | undefined)?.errcode;
  if (typeof errcode !== 'number') return undefined;
  const code = errcode & 0xff;
  if (code === full) return 'full';
  return unavailable.has(code) ? 'unavailable' : undefined;
}
