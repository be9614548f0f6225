import { asBusbarError, type BusbarError, postEvent, WorkerClient } from '../kernel/index.ts';
import type { EngineFacts } from './store-engine.ts';
import { errors, storeErrorOf } from './store-errors.ts';
import type { StorePlace } from './store-place.ts';

/** What both kinds of store thread are started with. */
export interface StoreThreadData {
  readonly place: StorePlace;
  /** Size limit of a store file, MB. */
  readonly maxMb: number;
  /** Addresses of the store modules, without their extension. */
  readonly modules: readonly string[];
}

/** What a store thread posts by itself. */
type StoreThreadEvent =
  | { readonly kind: 'opened'; readonly facts: EngineFacts | null }
  | { readonly kind: 'refused'; readonly error: Pick<BusbarError, 'code' | 'status' | 'message' | 'facts'> };

interface StoreThreadOptions {
  /** The worker's file, without its extension. */
  readonly module: URL;
  readonly name: string;
  readonly data: StoreThreadData;
  /** Told when the thread stops unexpectedly, in a sentence. */
  readonly report: (text: string) => void;
}

/** The main thread's end of a store thread, which is restarted when it crashes. Calls fail at once while it is down. */
export class StoreThread {
  readonly #name: string;
  readonly #client: WorkerClient;
  #downReason: string | undefined = 'it is starting';
  #facts: EngineFacts | null = null;

  /** Resolves when the thread has opened the store; rejects with its reason when it refuses. */
  static async open(options: StoreThreadOptions): Promise<StoreThread> {
    const opened = Promise.withResolvers<undefined>();
    const thread = new StoreThread(options, opened);
    try {
      await opened.promise;
      return thread;
    } catch (thrown) {
      await thread.close();
      throw thrown;
    }
  }

  private constructor(options: StoreThreadOptions, opened: PromiseWithResolvers<undefined>) {
    this.#name = options.name;
    this.#client = new WorkerClient({
      module: options.module,
      name: options.name,
      data: options.data,
      restart: true,
      onStopped: (reason) => {
        this.#downReason = reason;
        options.report(`The ${options.name} stopped and is started again: ${reason}.`);
        opened.reject(errors.store_unavailable({ value: this.downReason }));
      },
      onEvent: (posted) => {
        const event = posted as StoreThreadEvent;
        if (event.kind === 'refused') {
          opened.reject(asBusbarError({ cause: event.error }));
          return;
        }
        this.#facts = event.facts;
        this.#downReason = undefined;
        opened.resolve(undefined);
      },
    });
  }

  /** Why the thread cannot be called, or undefined while it works. */
  get downReason(): string | undefined {
    return this.#downReason === undefined ? undefined : `the ${this.#name} is down: ${this.#downReason}`;
  }

  /** What the thread found when it opened the store, where it told. */
  get facts(): EngineFacts | null {
    return this.#facts;
  }

  /** Calls that wait for their answer. */
  get pending(): number {
    return this.#client.pending;
  }

  call(method: string, argument?: unknown): Promise<unknown> {
    if (this.#downReason !== undefined) return Promise.reject(errors.store_unavailable({ value: this.downReason }));
    return this.#client.call(method, argument);
  }

  async close(): Promise<void> {
    const closing = this.#client.close();
    // A thread that is down answers nothing, not even this.
    if (this.#downReason === undefined) await closing;
  }
}

/** The thread's side of `StoreThread.open`: opens, and tells the main thread how that went. */
export async function announceOpening(open: () => Promise<EngineFacts | null>): Promise<void> {
  let facts: EngineFacts | null;
  try {
    facts = await open();
  } catch (thrown) {
    const { code, status, message, facts } = storeErrorOf(thrown);
    postEvent({ kind: 'refused', error: { code, status, message, facts } } satisfies StoreThreadEvent);
    throw thrown;
  }
  postEvent({ kind: 'opened', facts } satisfies StoreThreadEvent);
}
