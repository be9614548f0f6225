import type { Connection } from '../history/index.ts';
import type { StoredRow, StoredValue } from './catalogue/stored-value.ts';
import { primaryKeyOf, storedName, type Table } from './catalogue/table.ts';
import type { ChangePlan, RemovalPlan } from './plan/change-plan.ts';
import { type Conflict, type InsertPlan, keyText } from './plan/insert-plan.ts';
import { restErrors } from './rest-errors.ts';
import type { RowChange, WriteLimits } from './row-change.ts';
import { deleteSql, findSql, insertFreeSql, insertSql, updateSql } from './sql/write-sql.ts';
import { Binder } from './sql/binder.ts';
import { filterSql } from './sql/filter-sql.ts';
import { identifier } from './sql/operand-sql.ts';
import { searchSql } from './sql/select-sql.ts';

/** A change of more rows would keep all other writes waiting. */
const maxChangedRows = 10_000;

export type Insertion = InsertPlan & WriteLimits;

/** Primary keys of the rows that a change or a removal is about. */
export interface FoundRows {
  readonly keys: readonly StoredRow[];
}

/**
 * Finds the rows in a reader, so that the search never keeps writes waiting. Throws `54001`, `0A000` and, when it takes too
 * long, `store_read_too_slow`.
 */
export function findRows(connection: Connection, { table, where }: RemovalPlan): readonly StoredRow[] {
  const binder = new Binder();
  const key = primaryKeyOf(table).map(identifier).join(', ');
  const condition = searchSql(where, connection.engine, binder);
  const limit = binder.bind(maxChangedRows + 1);
  const sql = `select ${key} from ${identifier(storedName(table))} where ${condition} order by ${key} limit ${limit}`;
  const keys = connection.all(sql, binder.parameters) as StoredRow[];
  if (keys.length > maxChangedRows) throw restErrors['54001']({ field: 'rows', limit: maxChangedRows });
  return keys;
}

/**
 * Stores all rows or none. Returns null when every row was stored as it came, else what became of each that was not
 * ignored. Throws `23505`, `PGRST116`, `PGRST124`.
 */
export function insertRows(connection: Connection, insertion: Insertion): readonly RowChange[] | null {
  const { table, rows, conflict } = insertion;
  if (!conflict && storedAtOnce(connection, table, rows)) {
    checkCount(rows.length, insertion);
    return null;
  }
  const sql = insertSql(table);
  const changes = rows.map((row): RowChange | null =>
    connection.get(sql, row) ? { kind: 'INSERT', record: row } : meetTaken(connection, table, row, conflict),
  );
  const done = changes.filter((change) => change !== null);
  checkCount(done.length, insertion);
  return done.length === rows.length && done.every(({ kind }) => kind === 'INSERT') ? null : done;
}

/** Stores the rows without asking what became of each. False, and none is stored, when one could not be. */
function storedAtOnce(connection: Connection, table: Table, rows: readonly StoredRow[]): boolean {
  const sql = insertFreeSql(table);
  try {
    connection.atomically(() => {
      for (const row of rows) connection.run(sql, row);
    });
    return true;
  } catch (thrown) {
    if (!connection.inTransaction) throw thrown;
    return false;
  }
}

/** Throws `23505`, `PGRST116`, `PGRST124`. */
export function changeRows(connection: Connection, change: ChangePlan & FoundRows & WriteLimits): readonly RowChange[] {
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

/** Throws `PGRST116`, `PGRST124`. */
export function removeRows(
  connection: Connection,
  removal: RemovalPlan & FoundRows & WriteLimits,
): readonly RowChange[] {
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

/** The rows that were found, as far as the condition still holds. */
function rowsFor(connection: Connection, plan: RemovalPlan & FoundRows & WriteLimits): StoredRow[] {
  const { table, where, keys } = plan;
  const binder = new Binder();
  const sql = `${findSql(table, primaryKeyOf(table), 'old_')} and (${filterSql(where, connection.engine, binder)})`;
  const found = keys.map((key) => connection.get(sql, { ...binder.parameters, ...oldKey(table, key) }));
  const rows = found.filter((row) => row !== undefined) as StoredRow[];
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
  connection.run(updateSql(table), { ...pick(record, columnNames(table)), ...oldKey(table, old) });
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

function oldKey(table: Table, row: StoredRow): Record<string, StoredValue> {
  return Object.fromEntries(primaryKeyOf(table).map((name) => [`old_${name}`, row[name] ?? null]));
}

function columnNames({ columns }: Table): readonly string[] {
  return columns.map(({ name }) => name);
}
