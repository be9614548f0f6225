import type { Clock } from '../kernel/index.ts';
import type { Store } from '../history/index.ts';
import { microgridTables } from './catalogue/microgrid-tables.ts';
import type { StoredRow } from './catalogue/stored-value.ts';
import type { Table } from './catalogue/table.ts';
import type { ChangePlan, RemovalPlan } from './plan/change-plan.ts';
import type { InsertPlan } from './plan/insert-plan.ts';
import type { SelectPlan } from './plan/select-plan.ts';
import type { MediaType } from './request/media-type.ts';
import { RowBus } from './row-bus.ts';
import type { RowChange, WriteLimits } from './row-change.ts';
import { type SelectedRows, tableReads, tableWrites } from './table-store.ts';

export interface TableServiceOptions {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const noLimits: WriteLimits = { exactlyOne: false, maxAffected: undefined };

/**
 * The one way to rows of tables, for REST, flows and the poller alike: checked before, committed whole, told afterwards. Its
 * methods reject like the store's, with `store_overloaded`, `store_full` and the like.
 */
export class TableService {
  readonly clock: Clock;
  readonly bus: RowBus;
  readonly #store: TableServiceOptions['store'];
  readonly #tables = new Map<string, Table>(microgridTables.map((table) => [table.name, table]));

  constructor({ store, clock, report }: TableServiceOptions) {
    this.#store = store;
    this.clock = clock;
    this.bus = new RowBus(report);
  }

  table(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** Makes a table of an integrator known, and creates it where it is not there yet. */
  async define(table: Table): Promise<void> {
    await this.#store.write(tableWrites.define, table);
    this.#tables.set(table.name, table);
  }

  select(plan: SelectPlan, media: MediaType): Promise<SelectedRows> {
    return this.#store.read(tableReads.select, { plan, media });
  }

  rows(plan: SelectPlan): Promise<readonly StoredRow[]> {
    return this.#store.read(tableReads.rows, plan);
  }

  /** What became of the rows; ignored ones are not among them. Rejects with `23505`, `PGRST116`, `PGRST124`. */
  async insert(plan: InsertPlan, limits = noLimits): Promise<readonly RowChange[]> {
    const changes = await this.#store.write(tableWrites.insert, { ...plan, ...limits });
    return this.#tell(plan.table, changes ?? plan.rows.map((record) => ({ kind: 'INSERT', record })));
  }

  /** Rejects with `23505`, `54001`, `PGRST116`, `PGRST124`. */
  async change(plan: ChangePlan, limits = noLimits): Promise<readonly RowChange[]> {
    const keys = await this.#store.read(tableReads.find, plan);
    return this.#tell(plan.table, await this.#store.write(tableWrites.change, { ...plan, ...limits, keys }));
  }

  /** Rejects with `54001`, `PGRST116`, `PGRST124`. */
  async remove(plan: RemovalPlan, limits = noLimits): Promise<readonly RowChange[]> {
    const keys = await this.#store.read(tableReads.find, plan);
    return this.#tell(plan.table, await this.#store.write(tableWrites.remove, { ...plan, ...limits, keys }));
  }

  #tell(table: Table, changes: readonly RowChange[]): readonly RowChange[] {
    this.bus.publish({ table, changes, committedAt: this.clock.now() });
    return changes;
  }
}
