/** The lower threshold, as a share of the upper. */
const endShare = 0.9;

/** An alert with hysteresis: on at the threshold, off after a quiet time below a lower one. */
export class Alert {
  readonly #quietMs: number;
  #startedAt: number | undefined;
  #lastHighAt = -Infinity;

  /** `quietMs`: how long all scores must stay below the lower threshold before the alert ends. */
  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  get active(): boolean {
    return this.#startedAt !== undefined;
  }

  /** Returns whether the alert starts. `at` is monotonic, milliseconds. */
  observe(score: number, threshold: number, at: number): boolean {
    if (score >= endShare * threshold) this.#lastHighAt = at;
    if (this.active || score < threshold) return false;
    this.#startedAt = at;
    return true;
  }

  /** How long the alert lasted, milliseconds, when it ends now. */
  endAt(at: number): number | undefined {
    if (this.#startedAt === undefined || at - this.#lastHighAt < this.#quietMs) return undefined;
    const lastedMs = at - this.#startedAt;
    this.#startedAt = undefined;
    return lastedMs;
  }
}
