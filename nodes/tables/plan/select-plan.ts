import { checkCast, typeNamed } from '../catalogue/cast.ts';
import type { ColumnType } from '../catalogue/column-type.ts';
import { primaryKeyOf, storedName, type Table } from '../catalogue/table.ts';
import type { OrderTerm, SelectItem } from '../grammar/ast.ts';
import type { Page } from '../request/range.ts';
import type { RestQuery } from '../request/query-parameters.ts';
import { restErrors } from '../rest-errors.ts';
import { type FilterPlan, planFilters } from './filter-plan.ts';
import { type Operand, operandOf } from './operand.ts';

/** One field of the rows in the answer. */
export interface OutputField {
  readonly name: string;
  readonly operand: Operand;
  /** Of the value in the answer, after a cast. */
  readonly type: ColumnType;
}

export interface SortTerm {
  readonly operand: Operand;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** What a read asks of one table. Plain data: the store's thread turns it into SQL. */
export interface SelectPlan {
  /** As the store names it. */
  readonly table: string;
  readonly fields: readonly OutputField[];
  readonly where: FilterPlan;
  readonly order: readonly SortTerm[];
  readonly page: Page;
  readonly counts: boolean;
}

/** Throws `42703`, `PGRST200` and what filters and casts throw. */
export function planSelect(table: Table, query: RestQuery, page: Page, counts: boolean): SelectPlan {
  return {
    table: storedName(table),
    fields: planFields(table, query.select),
    where: planFilters(table, query.filters),
    order: planOrder(table, query.order),
    page,
    counts,
  };
}

export function planFields(table: Table, items: readonly SelectItem[]): OutputField[] {
  const fields = (items.length === 0 ? [{ kind: 'all' } as const] : items).flatMap((item) => fieldsOf(table, item));
  // Of two with one name, the last stands, as in a JSON object.
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** The columns that fields are made of, each once: what a tuple of the store holds, in this order. */
export function columnsOf(fields: readonly OutputField[]): readonly string[] {
  return [...new Set(fields.map(({ operand }) => operand.column))];
}

/** The primary key ends every order, so that pages never overlap. */
function planOrder(table: Table, terms: readonly OrderTerm[]): SortTerm[] {
  const sorted = terms.map(({ field, direction, nulls }) => ({
    operand: operandOf(table, field),
    direction,
    nulls: nulls ?? (direction === 'asc' ? 'last' : 'first'),
  }));
  const named = new Set(sorted.filter(({ operand }) => operand.path.length === 0).map(({ operand }) => operand.column));
  const missing = primaryKeyOf(table).filter((column) => !named.has(column));
  const ties = missing.map((column) => {
    const operand = operandOf(table, { column, path: [] });
    return { operand, direction: 'asc', nulls: 'last' } as const;
  });
  return [...sorted, ...ties];
}

function fieldsOf(table: Table, item: SelectItem): OutputField[] {
  if (item.kind === 'relation') throw restErrors.PGRST200({ field: table.name, value: item.name });
  if (item.kind === 'all') {
    return table.columns.map(({ name, type }) => ({
      name,
      operand: operandOf(table, { column: name, path: [] }),
      type,
    }));
  }
  const operand = operandOf(table, item.field);
  const type = item.cast === undefined ? operand.type : typeNamed(item.cast);
  checkCast(operand.type, type);
  return [{ name: item.alias ?? nameOf(operand), operand, type }];
}

/** A JSON path is named by its last key. */
function nameOf({ column, path }: Operand): string {
  const key = path.findLast((step) => typeof step.key === 'string')?.key;
  return key === undefined ? column : String(key);
}
