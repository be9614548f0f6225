import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { publishFile } from '../durable-file.ts';
import { checkFile, type TableRows } from './check-file.ts';
import { lockStore } from './store-lock.ts';

/**
 * Puts a backup in the place of a store file, whose previous content stays beside it under the name `kept`. Returns the rows
 * of each table. Throws `store_in_use` while a gateway runs and `store_damaged` for a bad backup; nothing has changed then.
 */
export function restoreFile(backup: string, file: string, kept: string): readonly TableRows[] {
  const tables = checkFile(backup);
  mkdirSync(path.dirname(file), { recursive: true });
  const unlock = lockStore(file);
  const partial = `${file}.partial`;
  try {
    copyFileSync(backup, partial);
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
    }
    publishFile(partial, file);
    return tables;
  } finally {
    rmSync(partial, { force: true });
    unlock();
  }
}
