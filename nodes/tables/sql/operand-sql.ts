import type { Ddl } from '../../history/index.ts';
import type { JsonStep } from '../grammar/ast.ts';
import type { Operand } from '../plan/operand.ts';
import { restErrors } from '../rest-errors.ts';
import type { Binder } from './binder.ts';

type Engine = Ddl['engine'];

/** A table's or column's name in SQL. Names come from the catalogue alone, which admits no quotes. */
export function identifier(name: string): string {
  return `"${name}"`;
}

/** The operand as a value that compares and sorts as its type does: text for `->>`, JSON for `->`. */
export function operandSql(operand: Operand, engine: Engine, binder: Binder): string {
  const column = identifier(operand.column);
  if (operand.path.length === 0) return column;
  const json = jsonSql(operand, engine, binder);
  if (operand.type === 'jsonb') return json;
  if (engine === 'postgres') return `(${json} #>> '{}')`;
  // A truth value would come out as a number.
  return `case json_type(${json}) when 'true' then 'true' when 'false' then 'false' when 'null' then null
    else cast(${json} ->> '$' as text) end`;
}

/** The JSON value at the end of the path. */
export function jsonSql({ column, path }: Pick<Operand, 'column' | 'path'>, engine: Engine, binder: Binder): string {
  const steps = path.map((step) => `-> ${stepSql(step, binder)}`).join(' ');
  const root = engine === 'postgres' ? `cast(${identifier(column)} as jsonb)` : identifier(column);
  return `(${root} ${steps})`;
}

function stepSql({ key }: JsonStep, binder: Binder): string {
  if (typeof key === 'number') return `cast(${binder.bind(key)} as integer)`;
  // SQLite would read such a key as a path of its own.
  if (key.startsWith('$')) throw restErrors['0A000']({ value: 'a JSON key that begins with $' });
  return `cast(${binder.bind(key)} as text)`;
}
