import type { DatabaseSync } from 'node:sqlite';

/** Name of the SQL function that `checkWithin` defines. */
export const withinReadTime = 'within_read_time';

/**
 * node:sqlite cannot interrupt a statement: it must ask by itself whether it may go on. Defines a function for it that is 1,
 * or throws what `check` throws.
 */
export function checkWithin(database: DatabaseSync, check: () => void): void {
  database.function(withinReadTime, () => {
    check();
    return 1;
  });
}
