import { defineErrors } from '../../kernel/index.ts';
import { typeNamed } from './cast.ts';
import { type ColumnType, fromJson } from './column-type.ts';
import type { Column, ColumnDefault, Table, UniqueKey } from './table.ts';

const errors = defineErrors({
  bad_table: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The table's ${String(field)} must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
});

const namePattern = /^[a-z_][a-z0-9_]{0,47}$/;
const line = /^(\S+)\s+([a-z0-9_]+(?: precision)?)((?:\s+(?:not null|unique|indexed|default \S+))*)$/i;
const lineForm = 'a line like "price float8 not null"';

/**
 * The table that an integrator describes, one column a line: name, type, then `not null`, `unique`, `indexed` or
 * `default <value>` in any order. A column `id` (uuid, primary key) comes first unless the text has one of that name. Throws
 * `bad_table` and what a default is not.
 */
export function tableFromText(name: string, text: string): Table {
  requireName('name', name);
  const lines = text.split('\n').map((each) => each.trim());
  const described = lines.filter((each) => each !== '').map(columnFromLine);
  const hasId = described.some(({ column }) => column.name === 'id');
  const id: Column = { name: 'id', type: 'uuid', notNull: true, default: { generated: 'uuid' } };
  const columns = [...(hasId ? [] : [id]), ...described.map(({ column }) => column)];
  const twice = columns.find(({ name: each }, at) => columns.findIndex((other) => other.name === each) !== at);
  if (twice) throw errors.bad_table({ field: 'columns', limit: 'named differently', value: twice.name });
  const unique = described.filter(({ isUnique }) => isUnique).map(({ column }) => keyOf(name, column.name));
  return {
    name,
    storedAs: `rest_${name}`,
    columns: columns.map((column) => (column.name === 'id' ? { ...column, notNull: true } : column)),
    keys: [{ name: `${name}_pkey`, columns: ['id'] }, ...unique],
    indexes: described.filter(({ isIndexed }) => isIndexed).map(({ column }) => [column.name]),
  };
}

interface Described {
  readonly column: Column;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
}

function columnFromLine(text: string): Described {
  const [, name = '', typeName = '', rest = ''] = line.exec(text) ?? [];
  if (name === '') throw errors.bad_table({ field: 'columns', limit: lineForm, value: text });
  requireName('column', name);
  const type = typeNamed(typeName);
  const words = rest.toLowerCase();
  const [, stated] = /default (\S+)/i.exec(rest) ?? [];
  const column: Column = {
    name,
    type,
    ...(words.includes('not null') && { notNull: true }),
    ...(stated !== undefined && { default: defaultOf(type, stated) }),
  };
  return { column, isUnique: words.includes('unique'), isIndexed: words.includes('indexed') };
}

/** Throws what the value is not to the type. */
function defaultOf(type: ColumnType, stated: string): ColumnDefault {
  if (type === 'timestamptz' && stated === 'now') return { generated: 'now' };
  if (type === 'uuid' && stated === 'uuid') return { generated: 'uuid' };
  const value = stated.replace(/^'(.*)'$/, '$1');
  fromJson(type, value);
  return { value };
}

function keyOf(table: string, column: string): UniqueKey {
  return { name: `${table}_${column}_key`, columns: [column] };
}

function requireName(field: string, name: string): void {
  if (namePattern.test(name)) return;
  throw errors.bad_table({ field, limit: 'lower case letters, digits and _, at most 48', value: name });
}
