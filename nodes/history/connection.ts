import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '../kernel/index.ts';
import { errors } from './store-errors.ts';

export type Parameters = Readonly<Record<string, SQLInputValue>>;
export type Row = Record<string, SQLOutputValue>;

interface ReadLimits {
  readonly maxRows: number;
  readonly maxMs: number;
}

const noParameters: Parameters = {};

/** One open database with its prepared statements, each prepared once. Synchronous; lives in a store thread only. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #statements = new Map<string, StatementSync>();
  #maxRows = Infinity;
  #maxMs = Infinity;
  #readSince = 0;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Executes one statement; parameters are named `:name` in the text. */
  run(sql: string, parameters: Parameters = noParameters): void {
    this.#statement(sql).run(parameters);
  }

  /** First row, or undefined. */
  get(sql: string, parameters: Parameters = noParameters): Row | undefined {
    return this.#statement(sql).get(parameters);
  }

  /**
   * All rows. Throws `store_read_too_large` and `store_read_too_slow` past the limits of the running read. node:sqlite
   * cannot interrupt a statement, so time is checked between rows: a statement that sorts or sums is bounded by its plan.
   */
  all(sql: string, parameters: Parameters = noParameters): Row[] {
    const rows: Row[] = [];
    for (const row of this.#statement(sql).iterate(parameters)) {
      if (rows.length >= this.#maxRows) throw errors.store_read_too_large({ limit: this.#maxRows });
      if (this.#clock.monotonic() - this.#readSince > this.#maxMs) {
        throw errors.store_read_too_slow({ limit: this.#maxMs });
      }
      rows.push(row);
    }
    return rows;
  }

  /** Starts a read: from now on `all` counts rows and time against the limits. */
  limitRead({ maxRows, maxMs }: ReadLimits): void {
    this.#maxRows = maxRows;
    this.#maxMs = maxMs;
    this.#readSince = this.#clock.monotonic();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
