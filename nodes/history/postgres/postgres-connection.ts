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
import type { BoundStatement } from './client-messages.ts';
import { positional } from './positional.ts';
import type { PostgresSession } from './postgres-session.ts';
import { PostgresError } from './sqlstates.ts';

interface KnownStatement {
  /** Null as long as it was used once. */
  name: string | null;
  readonly text: string;
  readonly parameterNames: readonly string[];
}

/** Enough to make the way to the server cheap, few enough that the server never waits for the next batch. */
const maxDeferred = 500;
/** More than the gateway itself has; requests make ever new ones. */
const maxStatements = 500;
/** The server keeps a name, and what it prepared under it, as long as the connection. */
const maxNames = 500;

/**
 * A connection to a PostgreSQL server. Within a transaction, statements that return nothing are sent together with the
 * next one that does, because each answer costs the way to the server and back.
 */
export class PostgresConnection implements Connection {
  readonly engine = 'postgres';
  readonly #session: PostgresSession;
  readonly #clock: Clock;
  readonly #statements = new RecentlyUsed<KnownStatement>(maxStatements);
  #names = 0;
  #deferred: BoundStatement[] = [];
  #inTransaction = false;
  #maxRows = Infinity;
  #maxMs = Infinity;
  #readSince = 0;

  constructor(session: PostgresSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  begin(): void {
    this.#session.open();
    this.#inTransaction = true;
    this.run('begin');
  }

  commit(): void {
    this.#flush();
    try {
      this.run('commit');
      this.#flush();
    } catch (thrown) {
      if (!(thrown instanceof PostgresError && thrown.lost)) throw thrown;
      throw errors.store_outcome_unknown({ value: `The connection to the store was lost: ${thrown.message}.` });
    }
    this.#inTransaction = false;
  }

  rollback(): void {
    this.#deferred = [];
    this.run('rollback');
    this.#flush();
    this.#inTransaction = false;
  }

  atomically<T>(work: () => T): T {
    this.run('savepoint part');
    try {
      const result = work();
      this.#flush();
      this.run('release part');
      return result;
    } catch (thrown) {
      if (this.#inTransaction && !isStorageFailure(thrown)) this.#takeBack();
      throw thrown;
    }
  }

  run(sql: string, parameters: Parameters = noParameters): void {
    this.#deferred.push(this.#bound(sql, parameters));
    if (!this.#inTransaction || this.#deferred.length >= maxDeferred) this.#flush();
  }

  get(sql: string, parameters: Parameters = noParameters): Row | undefined {
    return this.#rowsOf(sql, parameters)[0];
  }

  all(sql: string, parameters: Parameters = noParameters): Row[] {
    if (this.#maxRows === Infinity) return this.#rowsOf(sql, parameters);
    const limited = `select * from (${sql}) as limited limit ${this.#maxRows + 1}`;
    const rows = this.#withinTime(() => this.#rowsOf(limited, parameters));
    if (rows.length > this.#maxRows) throw errors.store_read_too_large({ limit: this.#maxRows });
    return rows;
  }

  tuples(sql: string, columns: readonly string[], parameters: Parameters = noParameters): SqlValue[][] {
    return this.all(sql, parameters).map((row) => columns.map((column) => row[column] ?? null));
  }

  /** The session's own time limit for a statement must not be longer. */
  limitRead({ maxRows, maxMs }: ReadLimits): void {
    this.#maxRows = maxRows;
    this.#maxMs = maxMs;
    this.#readSince = this.#clock.monotonic();
  }

  close(): void {
    this.#session.close();
  }

  #takeBack(): void {
    try {
      this.#flush();
    } catch (thrown) {
      // Statements behind the failed one fail as well; a lost connection took everything back by itself.
      if (!this.#inTransaction) throw thrown;
    }
    this.run('rollback to part');
    this.run('release part');
  }

  #flush(): void {
    if (this.#deferred.length > 0) this.#send();
  }

  #rowsOf(sql: string, parameters: Parameters): Row[] {
    this.#deferred.push(this.#bound(sql, parameters));
    return this.#send().at(-1) ?? [];
  }

  /** Sends all that was deferred. */
  #send(): readonly Row[][] {
    const statements = this.#deferred;
    this.#deferred = [];
    if (!this.#inTransaction) this.#session.open();
    try {
      return this.#session.query(statements);
    } catch (thrown) {
      if (!this.#session.connected) this.#inTransaction = false;
      throw thrown;
    }
  }

  #withinTime<T>(read: () => T): T {
    const tooSlow = () => errors.store_read_too_slow({ limit: this.#maxMs });
    if (this.#clock.monotonic() - this.#readSince > this.#maxMs) throw tooSlow();
    try {
      return read();
    } catch (thrown) {
      throw thrown instanceof PostgresError && thrown.timedOut ? tooSlow() : thrown;
    }
  }

  #bound(sql: string, parameters: Parameters): BoundStatement {
    const { name, text, parameterNames } = this.#statement(sql);
    return { name, text, values: parameterNames.map((parameter) => valueOf(parameters, parameter)) };
  }

  /** A statement is prepared from its second use on, so that those that are never repeated take no name. */
  #statement(sql: string): KnownStatement {
    const known = this.#statements.get(sql);
    if (known) {
      if (known.name === null && this.#names < maxNames) known.name = `busbar_${this.#names++}`;
      return known;
    }
    const { text, names } = positional(sql);
    const statement = { name: null, text, parameterNames: names };
    this.#statements.set(sql, statement);
    return statement;
  }
}

function valueOf(parameters: Parameters, name: string) {
  const value = parameters[name];
  if (value === undefined) throw new Error(`the statement has no value for :${name}`);
  return value;
}
