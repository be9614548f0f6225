import type { backupStore } from '../nodes/history/index.ts';

/** Prints how many rows each table of a checked store has. */
export function printTables(tables: Awaited<ReturnType<typeof backupStore>>): void {
  for (const { table, rows } of tables ?? []) console.log(`${table.padEnd(24)} ${String(rows).padStart(12)} rows`);
}

/** A time as part of a file name: `2026-02-21T06-00-00Z`. */
export function fileStamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
}
