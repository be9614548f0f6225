import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../kernel/index.ts';
import {
  type Connection,
  noParameters,
  type Parameters,
  type ReadLimits,
  type Row,
  type SqlValue,
} from '../connection.ts';
import { RecentlyUsed } from '../recently-used.ts';
import { errors, isStorageFailure } from '../store-errors.ts';
import { checkWithin } from './read-time.ts';

/** More than the gateway itself has; requests make ever new ones. */
const maxStatements = 500;

/** A connection to a SQLite file. Statements run at once, so a failure is told where it happens. */
export class SqliteConnection implements Connection {
  readonly engine = 'sqlite';
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #statements = new RecentlyUsed<StatementSync>(maxStatements);
  /** Those whose rows come as lists. */
  readonly #listing = new RecentlyUsed<StatementSync>(maxStatements);
  #maxRows = Infinity;
  #maxMs = Infinity;
  #readSince = 0;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    checkWithin(database, () => this.#checkTime());
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

  /** Time is checked between rows, and within a statement that asks for it: see `withinReadTime` of the spelling. */
  all(sql: string, parameters: Parameters = noParameters): Row[] {
    return this.#read(sql, this.#statements, (statement) => this.#rowsOf(statement, parameters));
  }

  tuples(sql: string, _columns: readonly string[], parameters: Parameters = noParameters): SqlValue[][] {
    this.#checkTime();
    return this.#read(sql, this.#listing, (statement) => {
      const tuples = statement.all(parameters) as unknown as SqlValue[][];
      if (tuples.length > this.#maxRows) throw errors.store_read_too_large({ limit: this.#maxRows });
      return tuples;
    });
  }

  limitRead({ maxRows, maxMs }: ReadLimits): void {
    this.#maxRows = maxRows;
    this.#maxMs = maxMs;
    this.#readSince = this.#clock.monotonic();
  }

  close(): void {
    this.#statements.clear();
    this.#listing.clear();
    this.#database.close();
  }

  #rowsOf(statement: StatementSync, parameters: Parameters): Row[] {
    const rows: Row[] = [];
    for (const row of statement.iterate(parameters)) {
      if (rows.length >= this.#maxRows) throw errors.store_read_too_large({ limit: this.#maxRows });
      this.#checkTime();
      rows.push(row);
    }
    return rows;
  }

  #checkTime(): void {
    if (this.#clock.monotonic() - this.#readSince <= this.#maxMs) return;
    throw errors.store_read_too_slow({ limit: this.#maxMs });
  }

  #read<T>(sql: string, known: RecentlyUsed<StatementSync>, read: (statement: StatementSync) => T): T {
    try {
      return read(this.#statement(sql, known));
    } catch (thrown) {
      // node:sqlite would report the failure of this statement once more at its next use.
      known.delete(sql);
      throw thrown;
    }
  }

  #statement(sql: string, known = this.#statements): StatementSync {
    let statement = known.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays(known === this.#listing);
      known.set(sql, statement);
    }
    return statement;
  }
}
