import { closeSync, openSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { publishFile } from '../durable-file.ts';
import { checkFile, type TableRows } from './check-file.ts';
import { openReader } from './open-database.ts';

/** 4 MB: the disk stays free for the gateway's commits in between. */
const pagesPerStep = 1000;

/**
 * Copies a store file, also of a running gateway, and checks the copy. `progress` is told the share that is done, 0 to 1.
 * Returns the rows of each table. Throws `store_damaged`.
 */
export async function backupFile(
  source: string,
  target: string,
  progress: (share: number) => void,
): Promise<readonly TableRows[]> {
  const partial = `${target}.partial`;
  const database = openReader(source);
  try {
    // One state of the store for all steps; without it each commit of the gateway would start the copy anew.
    database.exec('begin');
    database.prepare('select count(*) from sqlite_schema').get();
    closeSync(openSync(partial, 'w', 0o600));
    await backup(database, partial, {
      rate: pagesPerStep,
      progress: ({ totalPages, remainingPages }) => progress(1 - remainingPages / totalPages),
    });
    leaveWal(partial);
    const tables = checkFile(partial);
    publishFile(partial, target);
    return tables;
  } finally {
    database.close();
    for (const rest of [partial, `${partial}-wal`, `${partial}-shm`]) rmSync(rest, { force: true });
  }
}

/** The copy becomes one file that can be read where nothing can be written; the writer of a restored store turns it back. */
function leaveWal(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = delete');
  database.close();
}
