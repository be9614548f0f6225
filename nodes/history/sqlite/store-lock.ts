import { DatabaseSync } from 'node:sqlite';
import { errors } from '../store-errors.ts';

/**
 * Holds the store for this process: an exclusive lock on a file beside it, which the operating system drops when the
 * process dies. Unlike a file with a process id it cannot be left behind, and it works across containers.
 * Throws `store_in_use`. Returns the function that releases it.
 */
export function lockStore(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch {
    lock.close();
    throw errors.store_in_use({ field: 'store', value: file });
  }
  return () => lock.close();
}
