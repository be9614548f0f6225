import type { ColumnType } from './column-type.ts';

/** What the gateway fills in where a row leaves a column out: a time-ordered UUID, the present time, or a value. */
export type ColumnDefault = { readonly generated: 'uuid' | 'now' } | { readonly value: boolean | number | string };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull?: true;
  readonly default?: ColumnDefault;
  /** The values that the column may have, and the table that explains them. */
  readonly among?: { readonly table: string; readonly values: readonly number[] };
}

export interface UniqueKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Table {
  readonly name: string;
  /** In the store, where tables of integrators must not meet those of the gateway; the name itself when left out. */
  readonly storedAs?: string;
  readonly columns: readonly Column[];
  /** First the primary key, then others. */
  readonly keys: readonly [UniqueKey, ...UniqueKey[]];
  /** Columns of further indexes, for questions that no key answers. */
  readonly indexes?: readonly (readonly string[])[];
  /** The column with the code of a row's site, or with the device that has one; left out for rows that every key may see. */
  readonly site?: { readonly column: string; readonly holds: 'site' | 'device' };
  /** Rows that only the gateway itself writes. */
  readonly readOnly?: true;
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

export function storedName({ name, storedAs = name }: Table): string {
  return storedAs;
}

export function primaryKeyOf({ keys }: Table): readonly string[] {
  return keys[0].columns;
}
