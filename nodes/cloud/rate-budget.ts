/** A limit in units per second that a batch may overdraw once: what it took too much, the next one waits for. */
export class RateBudget {
  readonly #perMs: number;
  readonly #burst: number;
  #left: number;
  #filledAt: number;

  /** Up to one second's worth may be saved up. */
  constructor(perSecond: number, monotonicMs: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = perSecond;
    this.#left = perSecond;
    this.#filledAt = monotonicMs;
  }

  spend(amount: number, monotonicMs: number): void {
    this.#fill(monotonicMs);
    this.#left -= amount;
  }

  /** Milliseconds until something may be spent; 0 when it may now. */
  waitMs(monotonicMs: number): number {
    this.#fill(monotonicMs);
    return Math.max(0, -this.#left / this.#perMs);
  }

  #fill(monotonicMs: number): void {
    this.#left = Math.min(this.#burst, this.#left + (monotonicMs - this.#filledAt) * this.#perMs);
    this.#filledAt = monotonicMs;
  }
}
