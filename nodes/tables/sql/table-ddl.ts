import type { Ddl } from '../../history/index.ts';
import { type ColumnType, typeRules } from '../catalogue/column-type.ts';
import type { Column, Table } from '../catalogue/table.ts';
import { identifier } from './operand-sql.ts';

/** The statements that create a table with its keys and indexes. */
export function createTable(ddl: Ddl, { name, columns, keys, indexes = [] }: Table): readonly string[] {
  const stored = columns.map((column) => columnSql(ddl, column)).join(',\n');
  const unique = keys.map(
    ({ columns: names }, position) => `${position === 0 ? 'primary key' : 'unique'} (${listOf(names)})`,
  );
  return [
    ddl.table(identifier(name), `${stored},\n${unique.join(',\n')}`),
    ...indexes.map(
      (names) =>
        `create index ${identifier(`${name}_${names.join('_')}_idx`)} on ${identifier(name)} (${listOf(names)})`,
    ),
  ];
}

function columnSql(ddl: Ddl, { name, type, notNull }: Column): string {
  const isJson = type === 'jsonb' ? ` check (${ddl.isJson(identifier(name))})` : '';
  return `${identifier(name)} ${storageOf(ddl, type)}${notNull === true ? ' not null' : ''}${isJson}`;
}

/** Text sorts by its bytes on every engine. */
function storageOf(ddl: Ddl, type: ColumnType): string {
  const { storage } = typeRules[type];
  if (storage !== 'text') return ddl[storage];
  return ddl.engine === 'postgres' ? 'text collate "C"' : 'text';
}

function listOf(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}
