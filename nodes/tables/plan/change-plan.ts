import { fromJson } from '../catalogue/column-type.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import type { Table } from '../catalogue/table.ts';
import type { RestQuery } from '../request/query-parameters.ts';
import { restErrors } from '../rest-errors.ts';
import { type FilterPlan, planFilters } from './filter-plan.ts';
import { checkValue, requireColumn } from './insert-plan.ts';

/** The rows that a change or a removal is about. */
export interface RemovalPlan {
  readonly table: Table;
  readonly where: FilterPlan;
}

export interface ChangePlan extends RemovalPlan {
  readonly set: StoredRow;
}

/** Throws `21000` without any filter, and what the filters throw. */
export function planRemoval(table: Table, { filters }: Pick<RestQuery, 'filters'>): RemovalPlan {
  if (filters.length === 0) throw restErrors['21000']({ limit: 'DELETE requires a WHERE clause' });
  return { table, where: planFilters(table, filters) };
}

/** Throws like `planRemoval`, and `PGRST102`, `PGRST204`, `23502`, `23503` and what a value is not. */
export function planChange(
  table: Table,
  body: unknown,
  { filters, columns }: Pick<RestQuery, 'filters' | 'columns'>,
): ChangePlan {
  if (filters.length === 0) throw restErrors['21000']({ limit: 'UPDATE requires a WHERE clause' });
  const [object] = Array.isArray(body) ? (body as unknown[]) : [body];
  if (typeof object !== 'object' || object === null) throw restErrors.PGRST102({ limit: 'Empty or invalid json' });
  const stated = Object.entries(object).filter(([name]) => columns?.includes(name) ?? true);
  const set = Object.fromEntries(
    stated.map(([name, value]) => [name, fromJson(requireColumn(table, name).type, value)]),
  );
  for (const [name, value] of Object.entries(set)) checkValue(table, requireColumn(table, name), value, set);
  return { table, set, where: planFilters(table, filters) };
}
