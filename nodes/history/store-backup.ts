import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { errors } from './store-errors.ts';
import type { StorePlace } from './store-place.ts';
import type { TableRows } from './sqlite/check-file.ts';

/**
 * Copies a store into a file, whether or not a gateway runs. Returns the rows of each table of a checked store file, null
 * for a dump. Throws `backup_exists`, `store_damaged`, `backup_tool_missing`, `backup_failed`.
 */
export async function backupStore(
  place: StorePlace,
  target: string,
  progress: (share: number) => void,
): Promise<readonly TableRows[] | null> {
  if (existsSync(target)) throw errors.backup_exists({ value: target });
  mkdirSync(path.dirname(target), { recursive: true });
  if (place.engine === 'sqlite') {
    const { backupFile } = await import('./sqlite/backup-file.ts');
    return backupFile(place.file, target, progress);
  }
  const { dumpDatabase } = await import('./postgres/dump.ts');
  dumpDatabase(place.url, target);
  return null;
}

/**
 * Puts a backup in the place of a store. The previous store file is kept beside it as `kept`; a database must be empty.
 * Returns like `backupStore`. Throws `store_in_use`, `store_damaged`, `restore_not_empty`, `backup_tool_missing`,
 * `backup_failed`.
 */
export async function restoreStore(
  source: string,
  place: StorePlace,
  kept: string,
): Promise<readonly TableRows[] | null> {
  if (place.engine === 'sqlite') {
    const { restoreFile } = await import('./sqlite/restore-file.ts');
    return restoreFile(source, place.file, kept);
  }
  const { restoreDatabase } = await import('./postgres/dump.ts');
  restoreDatabase(source, place.url);
  return null;
}
