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
/** A read that is not answered for so long waits for a long search, which may go on for seconds. */
const heldUpMs = 200;

/** The threads that read: one, which is enough and spares memory, and a second one once a read was held up. */
export class StoreReaders {
  readonly #options: StoreReadersOptions;
  readonly #threads: StoreThread[];
  /** When the read was asked that is watched until its answer; undefined while none is. */
  #watchedSince: number | undefined;
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
    const answer = reader.call('read', message);
    if (!this.#opening) this.#watch(answer);
    return answer;
  }

  async close(): Promise<void> {
    await this.#opening;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** One read at a time is watched, and the next ones tell how long that takes. */
  #watch(answer: Promise<unknown>): void {
    const now = this.#options.clock.monotonic();
    if (this.#watchedSince === undefined) {
      this.#watchedSince = now;
      const answered = (): void => {
        this.#watchedSince = undefined;
      };
      answer.then(answered, answered);
    } else if (now - this.#watchedSince > heldUpMs) {
      this.#opening = this.#openSecond();
    }
  }

  async #openSecond(): Promise<void> {
    try {
      this.#threads.push(await this.#options.open('store reader 2'));
    } catch (thrown) {
      this.#options.report(`The store has one reader only: ${textOf(thrown)}`);
    }
  }
}
