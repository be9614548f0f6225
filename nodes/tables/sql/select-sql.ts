import { type Ddl, spellingOf } from '../../history/index.ts';
import type { StoredValue } from '../catalogue/stored-value.ts';
import type { FilterPlan } from '../plan/filter-plan.ts';
import { columnsOf, type SelectPlan, type SortTerm } from '../plan/select-plan.ts';
import { Binder } from './binder.ts';
import { filterSql } from './filter-sql.ts';
import { identifier, operandSql } from './operand-sql.ts';

type Engine = Ddl['engine'];

export interface Statement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, StoredValue>>;
}

/** SQLite knows no offset without a limit. */
const noLimit = Number.MAX_SAFE_INTEGER;

/** A page of the plan's rows, with the columns that its fields are made of. */
export function selectSql(
  { table, fields, where, order, page }: Omit<SelectPlan, 'counts'>,
  engine: Engine,
): Statement {
  const binder = new Binder();
  const columns = columnsOf(fields).map(identifier);
  const sql = `select ${columns.length === 0 ? '1 as found' : columns.join(', ')} from ${identifier(table)}
    where ${searchSql(where, engine, binder)}
    order by ${order.map((term) => sortSql(term, engine, binder)).join(', ')}
    limit ${binder.bind(page.limit ?? noLimit)} offset ${binder.bind(page.offset)}`;
  return { sql, parameters: binder.parameters };
}

/** How many rows the condition finds, as `total`. */
export function countSql(table: string, where: FilterPlan, engine: Engine): Statement {
  const binder = new Binder();
  const sql = `select count(*) as total from ${identifier(table)} where ${searchSql(where, engine, binder)}`;
  return { sql, parameters: binder.parameters };
}

/** The condition of a search through a table that may be large, within the time of the read. */
export function searchSql(where: FilterPlan, engine: Engine, binder: Binder): string {
  return `${spellingOf[engine].withinReadTime} and (${filterSql(where, engine, binder)})`;
}

/** Where there are no nulls, saying where they go would keep an index from giving the order. */
function sortSql({ operand, direction, nulls }: SortTerm, engine: Engine, binder: Binder): string {
  const placed = operand.notNull ? '' : ` nulls ${nulls}`;
  return `${operandSql(operand, engine, binder)} ${direction}${placed}`;
}
