import type { Engine } from './ddl.ts';
import { withinReadTime } from './sqlite/read-time.ts';

/** How an engine spells the few queries that the other does not understand. */
export interface Spelling {
  /** A list for `in`: the integers of a parameter that holds them as a JSON array. */
  readonly integersIn: (parameter: string) => string;
  /** Query for `seq`, the highest number that a table's `serial` key ever got; no row or null before the first. */
  readonly highestSerial: (table: string) => string;
  /** Query for a row when there is a table of the name `:name`. */
  readonly findTable: string;
  /**
   * Condition for a read of one table that may find little and search much: true until the time of the read is over, then it
   * ends the statement with `store_read_too_slow`. To stand first in its `where`.
   */
  readonly withinReadTime: string;
}

export const spellingOf: Readonly<Record<Engine, Spelling>> = {
  sqlite: {
    integersIn: (parameter) => `(select value from json_each(${parameter}))`,
    highestSerial: (table) => `select seq from sqlite_sequence where name = '${table}'`,
    findTable: 'select 1 from sqlite_schema where name = :name',
    // Asked at each row, it would cost more than the rows themselves; a prime meets the rows of every pattern.
    withinReadTime: `(rowid % 997 or ${withinReadTime}())`,
  },
  postgres: {
    integersIn: (parameter) => `(select value::bigint from json_array_elements_text(cast(${parameter} as json)))`,
    highestSerial: (table) =>
      `select last_value as seq from pg_sequences
        where schemaname = current_schema() and sequencename = '${table}_seq_seq'`,
    findTable: 'select 1 from pg_tables where schemaname = current_schema() and tablename = :name',
    // The server itself ends a statement that takes too long.
    withinReadTime: 'true',
  },
};
