import type { StoredValue } from './stored-value.ts';
import { restErrors } from '../rest-errors.ts';
import { type ColumnType, typeRules } from './column-type.ts';

/** Names by which a cast may call a type. */
const aliases: Readonly<Record<string, ColumnType>> = {
  uuid: 'uuid',
  timestamptz: 'timestamptz',
  'timestamp with time zone': 'timestamptz',
  float8: 'float8',
  'double precision': 'float8',
  float4: 'float8',
  real: 'float8',
  float: 'float8',
  numeric: 'float8',
  decimal: 'float8',
  int2: 'int2',
  smallint: 'int2',
  int4: 'int4',
  int: 'int4',
  integer: 'int4',
  int8: 'int8',
  bigint: 'int8',
  text: 'text',
  varchar: 'text',
  'character varying': 'text',
  bool: 'bool',
  boolean: 'bool',
  json: 'jsonb',
  jsonb: 'jsonb',
};

const integers: ReadonlySet<ColumnType> = new Set(['int2', 'int4', 'int8']);
const numbers: ReadonlySet<ColumnType> = new Set(['float8', 'int2', 'int4', 'int8']);

/** The type that a cast names. Throws `42704`. */
export function typeNamed(name: string): ColumnType {
  const type = aliases[name.trim().toLowerCase()];
  if (!type) throw restErrors['42704']({ value: name.trim() });
  return type;
}

/** Throws `42846` where PostgreSQL has no such cast. */
export function checkCast(from: ColumnType, to: ColumnType): void {
  const known =
    from === to ||
    from === 'text' ||
    to === 'text' ||
    from === 'jsonb' ||
    (numbers.has(from) && numbers.has(to)) ||
    (from === 'bool' && to === 'int4') ||
    (from === 'int4' && to === 'bool');
  if (!known) throw restErrors['42846']({ field: typeRules[from].sqlName, value: typeRules[to].sqlName });
}

/** A stored value as another type stores it. Throws what the text of the value is not to that type. */
export function castValue(value: StoredValue, from: ColumnType, to: ColumnType): StoredValue {
  if (value === null || from === to) return value;
  if (from === 'bool' && to === 'int4') return value;
  if (from === 'int4' && to === 'bool') return value === 0 ? 0 : 1;
  const text = typeRules[from].toText(value);
  if (integers.has(to) && from === 'float8') return typeRules[to].fromText(String(roundHalfEven(Number(value))));
  return typeRules[to].fromText(text);
}

/** As PostgreSQL rounds floating point numbers. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const isHalf = value - floor === 0.5;
  return isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(value);
}
