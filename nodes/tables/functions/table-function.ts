import type { StoredRow } from '../catalogue/stored-value.ts';
import type { Table } from '../catalogue/table.ts';
import type { SiteScope } from '../site-scope.ts';

/** A function of contract 001, which answers rows. */
export interface TableFunction {
  readonly name: string;
  /** What its rows look like; it is no table of the store. */
  readonly result: Table;
  /** All of them may be left out. */
  readonly argumentNames: readonly string[];
  /** Rows in the order of the result's key. Rejects with what is wrong about an argument. */
  call(given: Readonly<Record<string, unknown>>, scope: SiteScope | undefined): Promise<readonly StoredRow[]>;
}
