import type { Connection } from '../history/index.ts';
import type { StoredRow, StoredValue } from './catalogue/stored-value.ts';
import { primaryKeyOf, storedName, type Table } from './catalogue/table.ts';
import type { ChangePlan, RemovalPlan } from './plan/change-plan.ts';
import { type Conflict, type InsertPlan, keyText } from './plan/insert-plan.ts';
import { restErrors } from './rest-errors.ts';
import type { RowChange, WriteLimits } from './row-change.ts';
import { deleteSql, findSql, insertSql, updateSql } from './sql/write-sql.ts';
import { Binder } from './sql/binder.ts';
import { filterSql } from './sql/filter-sql.ts';
import { identifier } from './sql/operand-sql.ts';

/** A change of more rows would keep all other writes waiting. */
const maxChangedRows = 10_000;

export type Insertion = InsertPlan & WriteLimits;

/**
 * Stores all rows or none. Returns null when every row was stored as it came, else what became of each that was not
 * ignored. Throws `23505`, `PGRST116`, `PGRST124`.
 */
export function insertRows(connection: Connection, insertion: Insertion): readonly RowChange[] | null {
  const { table, rows, conflict } = insertion;
  const sql = insertSql(table);
  const changes = rows.map((row): RowChange | null =>
    connection.get(sql, row) ? { kind: 'INSERT', record: row } : meetTaken(connection, table, row, conflict),
  );
  const done = changes.filter((change) => change !== null);
  checkCount(done.length, insertion);
  return done.length === rows.length && done.every(({ kind }) => kind === 'INSERT') ? null : done;
}

/** Throws `23505`, `54001`, `PGRST116`, `PGRST124`. */
export function changeRows(connection: Connection, change: ChangePlan & WriteLimits): readonly RowChange[] {
  const { table, set } = change;
  const rows = rowsFor(connection, change);
  if (Object.keys(set).length === 0) return [];
  return rows.map((old): RowChange => {
    const record = { ...old, ...set };
    refuseTakenKey(connection, table, record, old);
    replaceRow(connection, table, record, old);
    return { kind: 'UPDATE', record, old };
  });
}

/** Throws `54001`, `PGRST116`, `PGRST124`. */
export function removeRows(connection: Connection, removal: RemovalPlan & WriteLimits): readonly RowChange[] {
  const { table } = removal;
  const rows = rowsFor(connection, removal);
  const sql = deleteSql(table);
  for (const row of rows) connection.run(sql, pick(row, primaryKeyOf(table)));
  return rows.map((old) => ({ kind: 'DELETE', old }));
}

/** What becomes of a row one of whose keys is there already. */
function meetTaken(
  connection: Connection,
  table: Table,
  row: StoredRow,
  conflict: Conflict | undefined,
): RowChange | null {
  const taken = takenKey(connection, table, row);
  if (!taken) throw new Error(`a row of ${table.name} was neither stored nor there`);
  const isMeant = conflict?.columns.every((name) => taken.columns.includes(name)) ?? false;
  if (!conflict || !isMeant) throw duplicate(table, taken.columns, row);
  if (conflict.resolution === 'ignore') return null;
  const { found: old } = taken;
  const record = { ...old, ...pick(row, conflict.merged) };
  refuseTakenKey(connection, table, record, old);
  replaceRow(connection, table, record, old);
  return { kind: 'UPDATE', record, old };
}

function rowsFor(connection: Connection, plan: RemovalPlan & WriteLimits): StoredRow[] {
  const { table, where } = plan;
  const binder = new Binder();
  const condition = filterSql(where, connection.engine, binder);
  const order = primaryKeyOf(table).map(identifier).join(', ');
  const limit = binder.bind(maxChangedRows + 1);
  const sql = `select * from ${identifier(storedName(table))} where ${condition} order by ${order} limit ${limit}`;
  const rows = connection.all(sql, binder.parameters) as StoredRow[];
  if (rows.length > maxChangedRows) throw restErrors['54001']({ field: 'rows', limit: maxChangedRows });
  checkCount(rows.length, plan);
  return rows;
}

function checkCount(count: number, { exactlyOne, maxAffected }: WriteLimits): void {
  if (exactlyOne && count !== 1) throw restErrors.PGRST116({ details: `The result contains ${count} rows` });
  if (maxAffected !== undefined && count > maxAffected) {
    throw restErrors.PGRST124({ details: `The query affects ${count} rows` });
  }
}

function replaceRow(connection: Connection, table: Table, record: StoredRow, old: StoredRow): void {
  const key = primaryKeyOf(table).map((name) => [`old_${name}`, old[name] ?? null] as const);
  connection.run(updateSql(table), { ...pick(record, columnNames(table)), ...Object.fromEntries(key) });
}

/** The keys that a change touches must be free. */
function refuseTakenKey(connection: Connection, table: Table, record: StoredRow, old: StoredRow): void {
  for (const { columns } of table.keys) {
    if (columns.every((name) => record[name] === old[name])) continue;
    if (connection.get(findSql(table, columns), pick(record, columns))) throw duplicate(table, columns, record);
  }
}

interface TakenKey {
  readonly columns: readonly string[];
  readonly found: StoredRow;
}

function takenKey(connection: Connection, table: Table, row: StoredRow): TakenKey | undefined {
  for (const { columns } of table.keys) {
    const found = connection.get(findSql(table, columns), pick(row, columns));
    if (found) return { columns, found: found as StoredRow };
  }
  return undefined;
}

function duplicate(table: Table, columns: readonly string[], row: StoredRow): Error {
  return restErrors['23505']({ details: `Key ${keyText(table, columns, row)} already exists.` });
}

function pick(row: StoredRow, columns: readonly string[]): Record<string, StoredValue> {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function columnNames({ columns }: Table): readonly string[] {
  return columns.map(({ name }) => name);
}
