import { type ColumnType } from '../catalogue/column-type.ts';
import { columnOf, type Column, type Table } from '../catalogue/table.ts';
import type { Field, JsonStep } from '../grammar/ast.ts';
import { restErrors } from '../rest-errors.ts';

/** A column of the table, or a place inside one that holds JSON. */
export interface Operand {
  readonly column: string;
  readonly path: readonly JsonStep[];
  /** Of what stands there: the last step decides. */
  readonly type: ColumnType;
  readonly notNull: boolean;
}

/** Throws `42703` for an unknown column, `42883` for a path into a column that holds no JSON. */
export function operandOf(table: Table, { column: name, path }: Field): Operand {
  const column = knownColumn(table, name);
  const last = path.at(-1);
  if (!last) return { column: name, path, type: column.type, notNull: column.notNull === true };
  if (column.type !== 'jsonb') throw restErrors['42883']({ field: column.type, value: last.arrow });
  return { column: name, path, type: last.arrow === '->>' ? 'text' : 'jsonb', notNull: false };
}

function knownColumn(table: Table, name: string): Column {
  const column = columnOf(table, name);
  if (!column) throw restErrors['42703']({ field: table.name, value: name });
  return column;
}
