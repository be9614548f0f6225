import { textOf } from '../../kernel/index.ts';
import type { Table } from '../catalogue/table.ts';
import { parse } from '../grammar/parse.ts';
import { type FilterPlan, planFilters } from '../plan/filter-plan.ts';
import { matches } from '../plan/matches.ts';
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
    if (table) planFilters(table, conditions);
    const where = (of: Table): FilterPlan => planFilters(of, conditions);
    return { id, event, table: isEvery ? undefined : name, where };
  } catch (thrown) {
    return textOf(thrown);
  }
}

/** A removal is matched by the row that was. */
export function isWanted({ event, table: name, where }: Binding, table: Table, change: RowChange): boolean {
  if (event !== '*' && event !== change.kind) return false;
  if (name !== undefined && name !== table.name) return false;
  return matches(planFor(where, table), change.kind === 'DELETE' ? change.old : change.record);
}

const nothing: FilterPlan = { kind: 'or', members: [] };

/** A filter that names columns which a table has not means none of its rows. */
function planFor(where: Binding['where'], table: Table): FilterPlan {
  try {
    return where(table);
  } catch {
    return nothing;
  }
}
