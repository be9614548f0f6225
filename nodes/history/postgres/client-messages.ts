import type { MessagePort } from 'node:worker_threads';
import type { Row, SqlValue } from '../connection.ts';

export interface BoundStatement {
  /** Under which the server keeps the statement prepared; null for one that is used once. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly (SqlValue | NodeJS.ArrayBufferView)[];
}

export type ClientRequest =
  | { readonly kind: 'connect'; readonly url: string }
  /** Sent together; within a transaction those behind a failing one fail too. */
  | { readonly kind: 'query'; readonly statements: readonly BoundStatement[] }
  | { readonly kind: 'close' };

/** Rows of each statement, or the first failure. */
export type ClientAnswer =
  | { readonly results: readonly Row[][] }
  | { readonly error: { readonly sqlstate: string | null; readonly message: string } };

/** What the client's thread is started with. */
export interface ClientThreadData {
  readonly port: MessagePort;
  /** Two numbers: how many answers were given, on which the caller sleeps, and 1 while there is a connection. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

export const answersAt = 0;
export const connectedAt = 1;
