import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../kernel/index.ts';
import { type Connection, noParameters, type Parameters, type ReadLimits, type Row } from '../connection.ts';
import { RecentlyUsed } from '../recently-used.ts';
import { errors, isStorageFailure } from '../store-errors.ts';

/** More than the gateway itself has; requests make ever new ones. */
const maxStatements = 500;

/** A connection to a SQLite file. Statements run at once, so a failure is told where it happens. */
export class SqliteConnection implements Connection {
  readonly engine = 'sqlite';
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #statements = new RecentlyUsed<StatementSync>(maxStatements);
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

  begin(): void {
    this.run('begin immediate');
  }

  commit(): void {
    this.run('commit');
  }

  rollback(): void {
    this.run('rollback');
  }

  atomically<T>(work: () => T): T {
    this.run('savepoint part');
    try {
      const result = work();
      this.run('release part');
      return result;
    } catch (thrown) {
      if (this.inTransaction && !isStorageFailure(thrown)) {
        this.run('rollback to part');
        this.run('release part');
      }
      throw thrown;
    }
  }

  run(sql: string, parameters: Parameters = noParameters): void {
    this.#statement(sql).run(parameters);
  }

  get(sql: string, parameters: Parameters = noParameters): Row | undefined {
    return this.#statement(sql).get(parameters);
  }

  /**
   * node:sqlite cannot interrupt a statement, so time is checked between rows: a statement that sorts or sums is bounded
   * by its plan.
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
