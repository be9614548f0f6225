import { asBusbarError, type BusbarError, defineErrors, textOf } from '../kernel/index.ts';
import { postgresFailureOf } from './postgres/sqlstates.ts';
import { sqliteFailureOf } from './sqlite/result-codes.ts';
import type { StorageFailure } from './storage-failure.ts';

export const errors = defineErrors({
  store_url_unknown: {
    status: 500,
    message: ({ field }) => `${String(field)} must be empty or postgres://user:password@host:port/database.`,
  },
  store_in_use: {
    status: 500,
    message: ({ value }) => `The store ${String(value)} is held by another running gateway; stop that one first.`,
  },
  store_engine_too_old: {
    status: 500,
    message: ({ limit, value }) => `The store needs ${String(limit)} or newer, found ${String(value)}.`,
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
  backup_exists: {
    status: 409,
    message: ({ value }) => `${String(value)} exists already; a backup overwrites nothing.`,
  },
  backup_tool_missing: {
    status: 500,
    message: ({ field }) => `${String(field)} is not installed; it comes with the client programs of PostgreSQL.`,
  },
  backup_failed: {
    status: 500,
    message: ({ field, value }) => `${String(field)} failed: ${String(value)}.`,
  },
  restore_not_empty: {
    status: 409,
    message: ({ value }) =>
      `The database ${String(value)} is not empty; a backup is restored into a new one, so that the old one stays.`,
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

function storageFailureOf(thrown: unknown): StorageFailure | undefined {
  return sqliteFailureOf(thrown) ?? postgresFailureOf(thrown);
}

/** True when the storage itself failed, and not the one statement that met the failure. */
export function isStorageFailure(thrown: unknown): boolean {
  return storageFailureOf(thrown) !== undefined;
}

/** Anything thrown inside a store thread, as a typed error. */
export function storeErrorOf(thrown: unknown): BusbarError {
  switch (storageFailureOf(thrown)) {
    case 'full':
      return errors.store_full({ value: textOf(thrown) });
    case 'unavailable':
      return errors.store_unavailable({ value: textOf(thrown) });
    case undefined:
      return asBusbarError(thrown);
  }
}
