import { parentPort, Worker, workerData } from 'node:worker_threads';
import { asBusbarError, BusbarError, defineErrors } from './errors.ts';
import { sourceExtension } from './paths.ts';

const errors = defineErrors({
  worker_stopped: {
    status: 503,
    message: ({ field, value }) => `The ${String(field)} worker stopped: ${String(value)}.`,
  },
});

interface Call {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { code: string; status: number; message: string; facts: Record<string, unknown> };
}

export interface WorkerOptions {
  /** Module of the worker beside the caller, without its extension: `new URL('./writer.worker', import.meta.url)`. */
  readonly module: URL;
  readonly name: string;
  readonly data?: unknown;
  /** Starts a new thread after an unexpected end, 100 ms to 5 s later. Calls in flight are rejected, never repeated. */
  readonly restart?: boolean;
  /** Told of each unexpected end. */
  readonly onStopped?: (reason: string) => void;
  /** Receives what the worker posts outside of replies. */
  readonly onEvent?: (event: unknown) => void;
}

/** One worker thread, called like an object: each call is answered by the method of that name in `serveWorker`. */
export class WorkerClient {
  readonly #options: WorkerOptions;
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #nextId = 1;
  #closing = false;
  #restarts = 0;
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  /** Rejects with what the method threw, or `worker_stopped` while there is no thread. */
  call(method: string, argument?: unknown): Promise<unknown> {
    const worker = this.#worker;
    if (!worker)
      return Promise.reject(errors.worker_stopped({ field: this.#options.name, value: 'it is not running' }));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      // First the message: an argument that cannot be cloned throws here, and then nothing waits for an answer.
      worker.postMessage({ id, method, argument } satisfies Call);
      this.#pending.set(id, { resolve, reject });
    });
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Ends the thread after the calls that were already made. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.call('close').catch(() => undefined);
    await this.terminate();
  }

  /** Ends the thread in the middle of what it does: calls in flight are rejected with `worker_stopped`. */
  async terminate(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restartTimer);
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const url = new URL(this.#options.module.href + sourceExtension);
    const worker = new Worker(url, { name: this.#options.name, workerData: this.#options.data });
    let reason = 'it ended';
    worker.on('message', (message: Reply | { event: unknown }) => {
      if ('event' in message) this.#options.onEvent?.(message.event);
      else this.#settle(message);
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#ended(reason));
    return worker;
  }

  #settle(reply: Reply): void {
    const call = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    this.#restarts = 0;
    if (reply.error === undefined) call?.resolve(reply.result);
    else call?.reject(new BusbarError(reply.error.code, reply.error.status, reply.error.message, reply.error.facts));
  }

  #ended(reason: string): void {
    for (const call of this.#pending.values()) {
      call.reject(errors.worker_stopped({ field: this.#options.name, value: reason }));
    }
    this.#pending.clear();
    this.#worker = undefined;
    if (this.#closing) return;
    this.#options.onStopped?.(reason);
    if (this.#options.restart !== true) return;
    const delayMs = Math.min(5000, 100 * 2 ** this.#restarts++);
    this.#restartTimer = setTimeout(() => {
      this.#worker = this.#start();
    }, delayMs);
  }
}

export type WorkerMethods = Readonly<Record<string, (argument: never) => unknown>>;

/** The worker's side. A `close` method, when given, runs before the thread ends. */
export function serveWorker(methods: WorkerMethods): void {
  const port = parentPort;
  if (!port) throw new Error('serveWorker runs in a worker thread only');
  port.on('message', ({ id, method, argument }: Call) => {
    void answer(methods, method, argument).then((outcome) => {
      try {
        port.postMessage({ id, ...outcome } satisfies Reply);
      } catch (thrown) {
        // A result that cannot be cloned fails its own call, not the thread.
        port.postMessage({ id, error: errorReply(thrown) } satisfies Reply);
      }
    });
  });
}

async function answer(methods: WorkerMethods, method: string, argument: unknown): Promise<Omit<Reply, 'id'>> {
  try {
    const run = methods[method] as ((argument: unknown) => unknown) | undefined;
    if (!run && method !== 'close') throw new Error(`no method ${method}`);
    return { result: await run?.(argument) };
  } catch (thrown) {
    return { error: errorReply(thrown) };
  }
}

function errorReply(thrown: unknown): NonNullable<Reply['error']> {
  const { code, status, message, facts } = asBusbarError(thrown);
  return { code, status, message, facts };
}

/** Posts something that no call asked for. */
export function postEvent(event: unknown): void {
  parentPort?.postMessage({ event });
}

export const dataOfThisWorker = (): unknown => workerData;
