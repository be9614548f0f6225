import { textOf } from '../../kernel/index.ts';
import type { Table } from '../catalogue/table.ts';
import type { Filter } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { type FilterPlan, planFilters } from '../plan/filter-plan.ts';
import { matches, requireMatchable } from '../plan/matches.ts';
import { isExposedSchema } from '../request/profile.ts';
import type { RowChange } from '../row-change.ts';

/** What a client subscribes to, as it wrote it. */
export interface BindingRequest {
  readonly event: string;
  readonly schema: string;
  readonly table?: string;
  readonly filter?: string;
}

/** Changes that a client wants to be told of. */
export interface Binding {
  readonly id: number;
  readonly event: string;
  /** Undefined for every table. */
  readonly table: string | undefined;
  /** The conditions of the rows, for each table that they can be said of. */
  readonly where: (table: Table) => FilterPlan;
}

export type TableByName = (name: string) => Table | undefined;

/** A binding, or why there is none, in a sentence. */
export function bindingOf(request: BindingRequest, id: number, tableNamed: TableByName): Binding | string {
  const { event, schema, table: name = '*', filter = '' } = request;
  const isEvery = name === '*';
  const table = isEvery ? undefined : tableNamed(name);
  if (!isExposedSchema(schema) || (!isEvery && !table)) return `there is no table ${schema}.${name}`;
  try {
    const conditions = filter === '' ? [] : parse('changeFilter', filter);
    if (table) planInMemory(table, conditions);
    return { id, event, table: isEvery ? undefined : name, where: plannedOnce(conditions) };
  } catch (thrown) {
    return textOf(thrown);
  }
}

/** A removal is matched by the row that was. */
export function isWanted({ event, table: name, where }: Binding, table: Table, change: RowChange): boolean {
  if (event !== '*' && event !== change.kind) return false;
  if (name !== undefined && name !== table.name) return false;
  return matches(where(table), change.kind === 'DELETE' ? change.old : change.record);
}

const nothing: FilterPlan = { kind: 'or', members: [] };

/** The conditions' plan for a table, which is asked for with every row. What cannot be said of a table means none of its rows. */
function plannedOnce(conditions: readonly Filter[]): Binding['where'] {
  const plans = new WeakMap<Table, FilterPlan>();
  return (table) => {
    const plan = plans.get(table) ?? planOrNothing(table, conditions);
    plans.set(table, plan);
    return plan;
  };
}

function planOrNothing(table: Table, conditions: readonly Filter[]): FilterPlan {
  try {
    return planInMemory(table, conditions);
  } catch {
    return nothing;
  }
}

function planInMemory(table: Table, conditions: readonly Filter[]): FilterPlan {
  const plan = planFilters(table, conditions);
  requireMatchable(plan);
  return plan;
}
