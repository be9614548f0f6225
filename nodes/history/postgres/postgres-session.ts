import type { Clock } from '../../kernel/index.ts';
import type { Row } from '../connection.ts';
import { BlockingClient } from './blocking-client.ts';
import type { BoundStatement } from './client-messages.ts';
import { PostgresError } from './sqlstates.ts';

export type Ask = (sql: string) => readonly Row[];

export interface PostgresSessionOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Checks and sets what each new connection needs. What it throws refuses the connection. */
  readonly prepare: (ask: Ask) => void;
}

const firstBackoffMs = 100;
const maxBackoffMs = 5000;

/** A connection to the server that is made anew after it was lost, ever later while that fails. */
export class PostgresSession {
  readonly #options: PostgresSessionOptions;
  readonly #client = new BlockingClient();
  #prepared = false;
  #backoffMs = 0;
  #retryAt = -Infinity;
  #lastError: unknown;

  constructor(options: PostgresSessionOptions) {
    this.#options = options;
  }

  /** Connects when there is no connection. Throws what the last attempt threw while it is too early for the next. */
  open(): void {
    if (this.connected) return;
    const { url, clock, prepare } = this.#options;
    if (clock.monotonic() < this.#retryAt) throw this.#lastError;
    try {
      this.#prepared = false;
      this.#client.connect(url);
      prepare((sql) => this.#client.query([{ name: null, text: sql, values: [] }])[0] ?? []);
      this.#prepared = true;
      this.#backoffMs = 0;
    } catch (thrown) {
      this.#client.close();
      this.#backoffMs = Math.min(maxBackoffMs, Math.max(firstBackoffMs, 2 * this.#backoffMs));
      this.#retryAt = clock.monotonic() + this.#backoffMs;
      this.#lastError = thrown;
      throw thrown;
    }
  }

  /** Rows of each statement. Throws `PostgresError`; a lost connection stays closed until the next `open`. */
  query(statements: readonly BoundStatement[]): readonly Row[][] {
    try {
      return this.#client.query(statements);
    } catch (thrown) {
      if (thrown instanceof PostgresError && thrown.lost) this.close();
      throw thrown;
    }
  }

  get connected(): boolean {
    return this.#prepared && this.#client.connected;
  }

  close(): void {
    this.#prepared = false;
    this.#client.close();
  }
}
