import type { StorageFailure } from '../storage-failure.ts';

/** Codes and classes, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const diskFull = '53100';
const queryCanceled = '57014';
const unavailable: readonly string[] = [
  '08', // connection failed
  '25006', // the server is a standby
  '28', // refused to log in
  '3D000', // no such database
  '53', // out of memory or connections
  '55P03', // a lock is held by another session
  '57', // shut down, starting or canceled
  '58', // the server's disk or system failed
  'XX', // damaged data
];

/** What a server or the way to it reported. */
export class PostgresError extends Error {
  /** Null when the connection broke, so that there is no code. */
  readonly sqlstate: string | null;

  constructor(sqlstate: string | null, message: string) {
    super(message);
    this.sqlstate = sqlstate;
  }

  /** The connection is gone, and with it the transaction. */
  get lost(): boolean {
    return this.sqlstate === null || /^(08|57P)/.test(this.sqlstate);
  }

  /** The statement ran into its time limit. */
  get timedOut(): boolean {
    return this.sqlstate === queryCanceled;
  }
}

/** How the server failed; undefined for any other error, also one of a single statement. */
export function postgresFailureOf(thrown: unknown): StorageFailure | undefined {
  if (!(thrown instanceof PostgresError)) return undefined;
  const { sqlstate } = thrown;
  if (sqlstate === diskFull) return 'full';
  return sqlstate === null || unavailable.some((code) => sqlstate.startsWith(code)) ? 'unavailable' : undefined;
}
