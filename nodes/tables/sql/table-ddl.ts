import type { Ddl } from '../../history/index.ts';
import { type ColumnType, typeRules } from '../catalogue/column-type.ts';
import { type Column, storedName, type Table } from '../catalogue/table.ts';
import { identifier } from './operand-sql.ts';

type Engine = Ddl['engine'];

/** Text sorts by its bytes on every engine. */
const storages = {
  sqlite: { text: 'text', integer: 'integer', real: 'real' },
  postgres: { text: 'text collate "C"', integer: 'bigint', real: 'double precision' },
} as const;

/** The statements that create a table with its keys and indexes, where there is none yet. */
export function createTable(engine: Engine, table: Table): readonly string[] {
  const { columns, keys, indexes = [] } = table;
  const name = storedName(table);
  const constraints = keys.map(
    (key, position) => `${position === 0 ? 'primary key' : 'unique'} (${listOf(key.columns)})`,
  );
  const parts = [...columns.map((column) => columnSql(engine, column)), ...constraints];
  const strict = engine === 'sqlite' ? ' strict' : '';
  return [
    `create table if not exists ${identifier(name)} (${parts.join(', ')})${strict}`,
    ...indexes.map((names) => {
      const index = identifier(`${name}_${names.join('_')}_idx`);
      return `create index if not exists ${index} on ${identifier(name)} (${listOf(names)})`;
    }),
  ];
}

/** The statement that adds a column to a table that is there already; in rows that it has, it is null. */
export function addColumn(engine: Engine, table: Table, { name, type }: Column): string {
  return `alter table ${identifier(storedName(table))} add column ${identifier(name)} ${storageOf(engine, type)}`;
}

function columnSql(engine: Engine, { name, type, notNull }: Column): string {
  return `${identifier(name)} ${storageOf(engine, type)}${notNull === true ? ' not null' : ''}`;
}

function storageOf(engine: Engine, type: ColumnType): string {
  return storages[engine][typeRules[type].storage];
}

function listOf(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}
