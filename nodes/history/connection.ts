import type { Engine } from './ddl.ts';

export type SqlValue = null | number | bigint | string | Uint8Array;
export type Parameters = Readonly<Record<string, SqlValue | NodeJS.ArrayBufferView>>;
export type Row = Record<string, SqlValue>;

export interface ReadLimits {
  readonly maxRows: number;
  readonly maxMs: number;
}

/**
 * One open store with its prepared statements, each prepared once. Synchronous; lives in a store thread only. Parameters
 * are named `:name` in the text. Integers and reals come as numbers, conditions as 0 and 1, bytes as Uint8Array.
 */
export interface Connection {
  readonly engine: Engine;
  /** False again when a failure has ended the transaction. */
  readonly inTransaction: boolean;
  begin(): void;
  /** Returns when the transaction is durable. Throws `store_outcome_unknown` when nobody can tell. */
  commit(): void;
  rollback(): void;
  /** Runs the work as one part of the transaction: when it throws, nothing that it wrote remains. */
  atomically<T>(work: () => T): T;
  /** Executes one statement. Within a transaction its failure may be told as late as at the end of `atomically`. */
  run(sql: string, parameters?: Parameters): void;
  /** First row, or undefined. */
  get(sql: string, parameters?: Parameters): Row | undefined;
  /** All rows. Throws `store_read_too_large` and `store_read_too_slow` past the limits of the running read. */
  all(sql: string, parameters?: Parameters): Row[];
  /**
   * All rows as the values of these columns, which are all that the statement selects, in its order. Half as dear as `all`,
   * because rows are counted only when all are there: for a statement that bounds them itself. Throws like `all`.
   */
  tuples(sql: string, columns: readonly string[], parameters?: Parameters): SqlValue[][];
  /** Starts a read: from now on `all` and `tuples` count rows and time against the limits. */
  limitRead(limits: ReadLimits): void;
  close(): void;
}

export const noParameters: Parameters = {};
