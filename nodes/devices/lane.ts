/**
 * One device, one wire, one request at a time. A write waits for the request that is under way and for earlier writes,
 * never for a queue of polls.
 */
export class Lane {
  #busy = false;
  readonly #writes: (() => void)[] = [];
  readonly #polls: (() => void)[] = [];

  async run<T>(kind: 'write' | 'poll', task: () => Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((resolve) => (kind === 'write' ? this.#writes : this.#polls).push(resolve));
    this.#busy = true;
    try {
      return await task();
    } finally {
      const next = this.#writes.shift() ?? this.#polls.shift();
      // The turn is handed over while busy, so that nobody slips in between, and only after whoever had it has taken its
      // answer in: a write must not be judged on the picture from before the poll that it waited for.
      if (next) setImmediate(next);
      else this.#busy = false;
    }
  }

  /** Tasks that wait. */
  get waiting(): number {
    return this.#writes.length + this.#polls.length;
  }
}
