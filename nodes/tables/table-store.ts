import { type Connection, type Ddl, defineStoreModule } from '../history/index.ts';
import { tuplesText } from './answer/row-text.ts';
import { marketDataTypes, microgridTables } from './catalogue/microgrid-tables.ts';
import type { StoredRow, StoredValue } from './catalogue/stored-value.ts';
import { columnsOf, type SelectPlan } from './plan/select-plan.ts';
import type { MediaType } from './request/media-type.ts';
import { countSql, selectSql } from './sql/select-sql.ts';
import { defineTable } from './define-table.ts';
import { createTable } from './sql/table-ddl.ts';
import { numberSensors } from './posted-sensors.ts';
import { removeOldest } from './remove-oldest.ts';
import { changeRows, findRows, insertRows, removeRows } from './write-rows.ts';

/** A page of rows as text. */
export interface SelectedRows {
  readonly text: string;
  readonly rows: number;
  /** Of all rows that the condition finds, where the plan counts them. */
  readonly total: number | undefined;
}

const createMicrogridTables = (ddl: Ddl): readonly string[] => [
  ...microgridTables.flatMap((table) => createTable(ddl.engine, table)),
  ...marketDataTypes.map(
    ({ id, name, unit, description }) =>
      `insert into market_data_types (id, name, unit, description) values (${id}, '${name}', '${unit}', '${description}')`,
  ),
];

/** The sensors of the history that rows of registered devices feed; a number is never given again. */
const createPostedSensors = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'posted_sensors',
    `seq ${ddl.serial},
    device_id text not null,
    point text not null,
    unique (device_id, point)`,
  ),
];

const tableStore = defineStoreModule({
  name: 'tables',
  migrations: { '001-microgrid': createMicrogridTables, '002-posted-sensors': createPostedSensors },
  writes: {
    insert: insertRows,
    change: changeRows,
    remove: removeRows,
    define: defineTable,
    removeOldest,
    numberSensors,
  },
  reads: { select, rows, find: findRows },
});

export const { writes: tableWrites, reads: tableReads } = tableStore;
export default tableStore;

/** The plan bounds its page. Throws `0A000` for what the engine has not. */
function select(
  connection: Connection,
  { plan, media }: { readonly plan: SelectPlan; readonly media: MediaType },
): SelectedRows {
  const { sql, parameters } = selectSql(plan, connection.engine);
  const found = connection.tuples(sql, columnsOf(plan.fields), parameters) as StoredValue[][];
  return {
    text: tuplesText(plan.fields, found, media),
    rows: found.length,
    total: plan.counts ? countOf(connection, plan) : undefined,
  };
}

/** The rows themselves, with the columns that the plan's fields are made of. */
function rows(connection: Connection, plan: SelectPlan): StoredRow[] {
  const { sql, parameters } = selectSql(plan, connection.engine);
  return connection.all(sql, parameters) as StoredRow[];
}

function countOf(connection: Connection, { table, where }: SelectPlan): number {
  const { sql, parameters } = countSql(table, where, connection.engine);
  return Number(connection.tuples(sql, ['total'], parameters)[0]?.[0] ?? 0);
}
