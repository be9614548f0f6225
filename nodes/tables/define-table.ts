import type { Connection } from '../history/index.ts';
import { storedName, type Table } from './catalogue/table.ts';
import { addColumn, createTable } from './sql/table-ddl.ts';

/**
 * Creates an integrator's table, or adds the columns that it has not got yet. Nothing is ever taken away: a column that is no
 * longer described stays in the store with its values.
 */
export function defineTable(connection: Connection, table: Table): void {
  for (const statement of createTable(connection.engine, table)) connection.run(statement);
  const known = columnsOf(connection, storedName(table));
  for (const column of table.columns) {
    if (!known.has(column.name)) connection.run(addColumn(connection.engine, table, column));
  }
}

function columnsOf(connection: Connection, name: string): ReadonlySet<string> {
  const sql =
    connection.engine === 'sqlite'
      ? 'select name from pragma_table_info(:name)'
      : `select column_name as name from information_schema.columns
          where table_schema = current_schema() and table_name = :name`;
  return new Set(connection.all(sql, { name }).map((row) => String(row['name'])));
}
