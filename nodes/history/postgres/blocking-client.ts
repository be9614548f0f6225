import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { sourceExtension } from '../../kernel/index.ts';
import type { Row } from '../connection.ts';
import {
  answersAt,
  type BoundStatement,
  type ClientAnswer,
  type ClientRequest,
  type ClientThreadData,
  connectedAt,
} from './client-messages.ts';
import { PostgresError } from './sqlstates.ts';

/** Longer than any statement may take, so that only a server out of reach meets it. */
const maxWaitMs = 20_000;
const farewellMs = 1000;

/**
 * A PostgreSQL client that is called like a function: it lives in a thread of its own, and the caller sleeps until it has
 * answered. So operations of store modules are the same synchronous functions on both engines.
 */
export class BlockingClient {
  #thread: { readonly worker: Worker; readonly port: MessagePort; readonly state: Int32Array } | undefined;

  /** False also soon after the server or the way to it went away. */
  get connected(): boolean {
    return this.#thread !== undefined && Atomics.load(this.#thread.state, connectedAt) === 1;
  }

  /** Throws `PostgresError`. */
  connect(url: string): void {
    this.#ask({ kind: 'connect', url });
  }

  /** Rows of each statement. Throws the `PostgresError` of the first that failed. */
  query(statements: readonly BoundStatement[]): readonly Row[][] {
    return this.#ask({ kind: 'query', statements });
  }

  /** Takes leave of a server that is there; does not wait for one that is not. */
  close(): void {
    try {
      if (this.connected) this.#ask({ kind: 'close' }, farewellMs);
    } catch {
      // It went away meanwhile.
    }
    this.#end();
  }

  #ask(request: ClientRequest, waitMs = maxWaitMs): readonly Row[][] {
    const { port, state } = (this.#thread ??= startThread());
    const before = Atomics.load(state, answersAt);
    port.postMessage(request);
    if (Atomics.wait(state, answersAt, before, waitMs) === 'timed-out') {
      this.#end();
      throw new PostgresError(null, `the server did not answer within ${waitMs} ms`);
    }
    const answer = receiveMessageOnPort(port)?.message as ClientAnswer;
    if ('error' in answer) throw new PostgresError(answer.error.sqlstate, answer.error.message);
    return answer.results;
  }

  #end(): void {
    void this.#thread?.worker.terminate();
    this.#thread = undefined;
  }
}

function startThread() {
  const { port1: port, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL(`./postgres-client.worker${sourceExtension}`, import.meta.url), {
    name: 'postgres client',
    workerData: { port: port2, state } satisfies ClientThreadData,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return { worker, port, state };
}
