import { asBusbarError, type BusbarError, defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  store_in_use: {
    status: 500,
    message: ({ value }) => `The store ${String(value)} is held by another running gateway; stop that one first.`,
  },
  store_engine_too_old: {
    status: 500,
    message: ({ limit, value }) => `The store needs SQLite ${String(limit)} or newer, found ${String(value)}.`,
  },
  store_not_durable: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The store cannot promise durability: ${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
  store_damaged: {
    status: 500,
    message: ({ field, value }) => `The store ${String(field)} is damaged: ${String(value)}. Restore it from a backup.`,
  },
  store_newer_than_program: {
    status: 500,
    message: ({ value }) =>
      `The store was written by a newer program: it has the migration ${String(value)}, which this program does not know.`,
  },
  store_migration_failed: {
    status: 500,
    message: ({ field, value }) => `The store's migration ${String(field)} failed: ${String(value)}.`,
  },
  store_overloaded: {
    status: 503,
    message: ({ field, limit }) => `The store is overloaded: ${String(limit)} ${String(field)} are waiting already.`,
  },
  store_full: {
    status: 503,
    message: ({ value }) => `The store has no room left: ${String(value)}. Nothing was written.`,
  },
  store_unavailable: {
    status: 503,
    message: ({ value }) => `The store is not available: ${String(value)}.`,
  },
  store_outcome_unknown: {
    status: 503,
    message: ({ value }) => `${String(value)} It is unknown whether the write was committed.`,
  },
  store_read_too_large: {
    status: 422,
    message: ({ limit }) => `The question has more than ${String(limit)} rows; narrow it.`,
  },
  store_read_too_slow: {
    status: 504,
    message: ({ limit }) => `The question took longer than ${String(limit)} ms; narrow it.`,
  },
});

/** Primary result codes, https://sqlite.org/rescode.html. */
const sqliteFull = 13;
const sqliteUnavailable: ReadonlySet<number> = new Set([
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

/** The primary result code of an error of node:sqlite, or undefined for any other error. */
function sqliteCode(thrown: unknown): number | undefined {
  const errcode = (thrown as { errcode?: unknown } | null | undefined)?.errcode;
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** True when the disk or the file failed, and not the one statement that met the failure. */
export function isStorageFailure(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code !== undefined && (code === sqliteFull || sqliteUnavailable.has(code));
}

/** Anything thrown inside a store thread, as a typed error. */
export function storeErrorOf(thrown: unknown): BusbarError {
  const code = sqliteCode(thrown);
  const value = thrown instanceof Error ? thrown.message : undefined;
  if (code === sqliteFull) return errors.store_full({ value });
  if (code !== undefined && sqliteUnavailable.has(code)) return errors.store_unavailable({ value });
  return asBusbarError(thrown);
}
