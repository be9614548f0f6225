import { fromJson, typeRules } from '../catalogue/column-type.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import { type Column, columnOf, primaryKeyOf, type Table } from '../catalogue/table.ts';
import { newUuid } from '../catalogue/uuid.ts';
import type { Preferences } from '../request/preferences.ts';
import type { RestQuery } from '../request/query-parameters.ts';
import { restErrors } from '../rest-errors.ts';

/** What becomes of a row whose key is there already. */
export interface Conflict {
  /** Columns of the key that is meant; of another key it stays an error. */
  readonly columns: readonly string[];
  readonly resolution: 'merge' | 'ignore';
  /** Columns that a merge takes over. */
  readonly merged: readonly string[];
}

/** Rows ready to be stored: every column has its value. */
export interface InsertPlan {
  readonly table: Table;
  readonly rows: readonly StoredRow[];
  readonly conflict: Conflict | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;
type Choices = Pick<RestQuery, 'columns' | 'onConflict'> & Pick<Preferences, 'resolution' | 'missing'>;

/** Throws `PGRST102`, `PGRST204`, `23502`, `23503`, `42P10`, `21000` and what a value is not. */
export function planInsert(table: Table, body: unknown, choices: Choices, now: number): InsertPlan {
  const objects = objectsOf(body);
  const given = choices.columns ?? sharedKeys(objects);
  for (const name of given) requireColumn(table, name);
  const named = new Set(given);
  const rows = objects.map((object) => rowOf(table, object, named, choices.missing, now));
  return { table, rows, conflict: conflictOf(table, choices, given, rows) };
}

/** Throws `PGRST204`. */
export function requireColumn(table: Table, name: string): Column {
  const column = columnOf(table, name);
  if (!column) throw restErrors.PGRST204({ field: table.name, value: name });
  return column;
}

/** A value for a column, checked against all that the column demands. Throws `23502` and `23503`. */
export function checkValue(table: Table, { name, notNull, among }: Column, value: StoredValue, row: StoredRow): void {
  if (value === null && notNull === true) {
    const details = `Failing row contains (${rowText(table, row)}).`;
    throw restErrors['23502']({ field: table.name, value: name, details });
  }
  if (value !== null && among?.values.includes(Number(value)) === false) {
    const details = `Key (${name})=(${String(value)}) is not present in table "${among.table}".`;
    throw restErrors['23503']({ field: table.name, value: name, details });
  }
}

function objectsOf(body: unknown): readonly JsonObject[] {
  const objects: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (objects.every(isObject)) return objects;
  throw restErrors.PGRST102({ limit: 'Empty or invalid json' });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sharedKeys(objects: readonly JsonObject[]): readonly string[] {
  const [first = {}] = objects;
  const keys = Object.keys(first);
  const known = new Set(keys);
  const differs = objects.some((object) => {
    const own = Object.keys(object);
    return own.length !== keys.length || own.some((key) => !known.has(key));
  });
  if (differs) throw restErrors.PGRST102({ limit: 'All object keys must match' });
  return keys;
}

function rowOf(
  table: Table,
  object: JsonObject,
  named: ReadonlySet<string>,
  missing: Preferences['missing'],
  now: number,
): StoredRow {
  const row: Record<string, StoredValue> = {};
  for (const column of table.columns) {
    const { name, type } = column;
    const isNamed = named.has(name);
    const isStated = isNamed && Object.hasOwn(object, name);
    if (isStated) row[name] = fromJson(type, object[name]);
    else row[name] = isNamed && missing === 'null' ? null : defaultOf(column, now);
  }
  for (const column of table.columns) checkValue(table, column, row[column.name] ?? null, row);
  return row;
}

function defaultOf({ type, default: stated }: Column, now: number): StoredValue {
  if (stated === undefined) return null;
  if ('value' in stated) return fromJson(type, stated.value);
  return stated.generated === 'uuid' ? newUuid(now) : now;
}

function rowText(table: Table, row: StoredRow): string {
  return table.columns.map(({ name, type }) => textOf(type, row[name] ?? null)).join(', ');
}

function textOf(type: Column['type'], value: StoredValue): string {
  return value === null ? 'null' : typeRules[type].toText(value);
}

/** As an error names it: `(device_id, time)=(…, …)`. */
export function keyText(table: Table, columns: readonly string[], row: StoredRow): string {
  const values = columns.map((name) => textOf(requireColumn(table, name).type, row[name] ?? null));
  return `(${columns.join(', ')})=(${values.join(', ')})`;
}

function conflictOf(
  table: Table,
  { onConflict, resolution }: Choices,
  given: readonly string[],
  rows: readonly StoredRow[],
): Conflict | undefined {
  if (resolution === undefined) return undefined;
  const columns = onConflict ?? primaryKeyOf(table);
  const isKey = table.keys.some(
    (key) => key.columns.length === columns.length && key.columns.every((name) => columns.includes(name)),
  );
  if (!isKey) throw restErrors['42P10']();
  if (resolution === 'ignore-duplicates') return { columns, resolution: 'ignore', merged: [] };
  refuseTwice(columns, rows);
  return { columns, resolution: 'merge', merged: given };
}

function refuseTwice(columns: readonly string[], rows: readonly StoredRow[]): void {
  const keys = new Set(rows.map((row) => JSON.stringify(columns.map((name) => row[name]))));
  if (keys.size === rows.length) return;
  throw restErrors['21000']({
    limit: 'ON CONFLICT DO UPDATE command cannot affect row a second time',
    hint: 'Ensure that no rows proposed for insertion within the same command have duplicate constrained values.',
  });
}
