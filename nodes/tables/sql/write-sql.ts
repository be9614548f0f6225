import { primaryKeyOf, storedName, type Table } from '../catalogue/table.ts';
import { identifier } from './operand-sql.ts';

/** Parameters carry the names of the columns. */

/** Stores a row and answers `stored`; answers nothing when one of its keys is there already. */
export function insertSql(table: Table): string {
  return `${insertFreeSql(table)} on conflict do nothing returning 1 as stored`;
}

/** Stores a row; fails when one of its keys is there already. */
export function insertFreeSql(table: Table): string {
  const names = table.columns.map((column) => column.name);
  return `insert into ${identifier(storedName(table))} (${names.map(identifier).join(', ')})
    values (${names.map((column) => `:${column}`).join(', ')})`;
}

/** The whole row with these values of a key, which may be given with a prefix. */
export function findSql(table: Table, key: readonly string[], prefix = ''): string {
  return `select * from ${identifier(storedName(table))} where ${equalities(key, prefix)}`;
}

/** Sets every column of the row with this primary key, which is given with the prefix `old_`. */
export function updateSql(table: Table): string {
  const set = table.columns.map(({ name }) => `${identifier(name)} = :${name}`).join(', ');
  return `update ${identifier(storedName(table))} set ${set} where ${equalities(primaryKeyOf(table), 'old_')}`;
}

export function deleteSql(table: Table): string {
  return `delete from ${identifier(storedName(table))} where ${equalities(primaryKeyOf(table))}`;
}

function equalities(columns: readonly string[], prefix = ''): string {
  return columns.map((name) => `${identifier(name)} = :${prefix}${name}`).join(' and ');
}
