import { type Clock, textOf } from '../kernel/index.ts';
import type { StepMessage } from './group-commit.ts';
import { errors } from './store-errors.ts';
import type { StoreThread } from './store-thread.ts';

export interface StoreReadersOptions {
  readonly open: (name: string) => Promise<StoreThread>;
  readonly clock: Clock;
  readonly report: (text: string) => void;
}

const maxPendingReads = 1000;
/** Busy for so long without a pause, a reader may be held up by one long search for seconds. */
const heldUpMs = 200;

/** The threads that read: one, which is enough and spares memory, and a second one once the first was held up. */
export class StoreReaders {
  readonly #options: StoreReadersOptions;
  readonly #threads: StoreThread[];
  #busySince = Infinity;
  #opening: Promise<void> | undefined;

  static async open(options: StoreReadersOptions): Promise<StoreReaders> {
    return new StoreReaders(options, await options.open('store reader 1'));
  }

  private constructor(options: StoreReadersOptions, first: StoreThread) {
    this.#options = options;
    this.#threads = [first];
  }

  get all(): readonly StoreThread[] {
    return this.#threads;
  }

  /** Rejects with what the read threw, `store_overloaded`, `store_read_too_large`, `store_read_too_slow`, `store_unavailable`. */
  read(message: StepMessage): Promise<unknown> {
    const reader = this.#threads.reduce((best, other) => (other.pending < best.pending ? other : best));
    if (reader.pending >= maxPendingReads) {
      return Promise.reject(errors.store_overloaded({ field: 'reads', limit: maxPendingReads }));
    }
    this.#watch(reader);
    return reader.call('read', message);
  }

  async close(): Promise<void> {
    await this.#opening;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #watch({ pending }: StoreThread): void {
    const now = this.#options.clock.monotonic();
    if (pending === 0) this.#busySince = now;
    else if (now - this.#busySince > heldUpMs) this.#opening ??= this.#openSecond();
  }

  async #openSecond(): Promise<void> {
    try {
      this.#threads.push(await this.#options.open('store reader 2'));
    } catch (thrown) {
      this.#options.report(`The store has one reader only: ${textOf(thrown)}`);
    }
  }
}
