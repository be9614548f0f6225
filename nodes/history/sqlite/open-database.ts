import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { errors } from '../store-errors.ts';

/** Older releases can lose rows when a checkpoint races a writer (https://sqlite.org/wal.html#walresetbug). */
const oldestSqlite = '3.51.3';
const pageBytes = 4096;
const mebibyte = 1024 * 1024;
/** What is read again and again fits; beyond it, the operating system keeps the pages for all connections together. */
const writerCacheKib = 8 * 1024;
const readerCacheKib = 4 * 1024;
export const busyTimeoutMs = 1000;
/** A whole check of a larger file would hold up the start for seconds. */
const quickCheckMaxBytes = 64 * mebibyte;

/** The one writing connection: WAL, an fsync at each commit, bounded in size. Throws when it cannot be durable. */
export function openWriter(file: string, maxMb: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  requireSqlite(sqliteVersionOf(database));
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma journal_size_limit = ${16 * mebibyte};
    pragma foreign_keys = on;
    pragma trusted_schema = off;
    pragma cache_size = -${writerCacheKib};
    pragma max_page_count = ${(maxMb * mebibyte) / pageBytes};
  `);
  requirePragma(database, 'journal_mode', 'wal');
  requirePragma(database, 'synchronous', 2);
  requirePragma(database, 'page_size', pageBytes);
  if (statSync(file).size <= quickCheckMaxBytes) quickCheck(database, file);
  return database;
}

/** A connection that cannot write, beside the writer or on the file of a stopped gateway. */
export function openReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
  requireSqlite(sqliteVersionOf(database));
  database.exec(`
    pragma query_only = on;
    pragma trusted_schema = off;
    pragma cache_size = -${readerCacheKib};
  `);
  return database;
}

/** Throws `store_engine_too_old` for a version with the WAL-reset bug. */
export function requireSqlite(version: string): void {
  if (version.localeCompare(oldestSqlite, 'en', { numeric: true }) < 0) {
    throw errors.store_engine_too_old({ limit: `SQLite ${oldestSqlite}`, value: version });
  }
}

export function sqliteVersionOf(database: DatabaseSync): string {
  return String(database.prepare('select sqlite_version() as version').get()?.['version']);
}

function requirePragma(database: DatabaseSync, name: string, expected: string | number): void {
  const value = database.prepare(`pragma ${name}`).get()?.[name];
  if (value !== expected) throw errors.store_not_durable({ field: name, limit: expected, value });
}

/** Throws `store_damaged`. */
export function quickCheck(database: DatabaseSync, file: string): void {
  const verdict = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') throw errors.store_damaged({ field: file, value: verdict });
}
