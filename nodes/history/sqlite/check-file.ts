import type { DatabaseSync } from 'node:sqlite';
import { migrationTable } from '../pending-migrations.ts';
import { errors, storeErrorOf } from '../store-errors.ts';
import { openReader, quickCheck } from './open-database.ts';

export interface TableRows {
  readonly table: string;
  readonly rows: number;
}

/** Reads a whole store file and counts its rows. Throws `store_damaged`, and `store_unavailable` for what is no store. */
export function checkFile(file: string): readonly TableRows[] {
  try {
    return check(file);
  } catch (thrown) {
    throw storeErrorOf(thrown);
  }
}

function check(file: string): readonly TableRows[] {
  const database = openReader(file);
  try {
    quickCheck(database, file);
    const tables = tablesOf(database);
    if (!tables.includes(migrationTable))
      throw errors.store_unavailable({ value: `${file} is another program's database` });
    return tables.map((table) => ({ table, rows: countOf(database, table) }));
  } finally {
    database.close();
  }
}

function tablesOf(database: DatabaseSync): string[] {
  const rows = database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
    .all();
  return rows.map(({ name }) => String(name));
}

function countOf(database: DatabaseSync, table: string): number {
  return Number(database.prepare(`select count(*) as rows from "${table}"`).get()?.['rows']);
}
