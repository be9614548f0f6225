import { valueAt } from '../answer/json-path.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import { matches } from './matches.ts';
import type { SelectPlan, SortTerm } from './select-plan.ts';

/** The plan's page of rows in memory, and how many there are on all pages. */
export function selectInMemory(
  { where, order, page }: SelectPlan,
  rows: readonly StoredRow[],
): { readonly rows: readonly StoredRow[]; readonly total: number } {
  const found = rows.filter((row) => matches(where, row)).sort((a, b) => compareBy(order, a, b));
  const end = page.limit === undefined ? undefined : page.offset + page.limit;
  return { rows: found.slice(page.offset, end), total: found.length };
}

function compareBy(order: readonly SortTerm[], a: StoredRow, b: StoredRow): number {
  for (const { operand, direction, nulls } of order) {
    const left = valueAt(operand, a[operand.column] ?? null);
    const right = valueAt(operand, b[operand.column] ?? null);
    if (left === right) continue;
    if (left === null || right === null) return (left === null) === (nulls === 'first') ? -1 : 1;
    return left < right === (direction === 'asc') ? -1 : 1;
  }
  return 0;
}
