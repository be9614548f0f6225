export interface RateLimit {
  readonly perMinute: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
}

/** Holds up to `burst` tokens and gains `perMinute` of them in a minute; each request takes one. */
export class TokenBucket {
  readonly limit: RateLimit;
  readonly #tokensPerMs: number;
  #tokens: number;
  #filledAt: number;

  constructor(limit: RateLimit, monotonicMs: number) {
    this.limit = limit;
    this.#tokensPerMs = limit.perMinute / 60_000;
    this.#tokens = limit.burst;
    this.#filledAt = monotonicMs;
  }

  /** Takes a token; false when there is none. */
  take(monotonicMs: number): boolean {
    this.#tokens = Math.min(this.limit.burst, this.#tokens + (monotonicMs - this.#filledAt) * this.#tokensPerMs);
    this.#filledAt = monotonicMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whole tokens left after the last take. */
  get remaining(): number {
    return Math.floor(this.#tokens);
  }

  /** Milliseconds from the last take until the next token. */
  get nextTokenInMs(): number {
    return Math.max(0, 1 - this.#tokens) / this.#tokensPerMs;
  }

  /** Milliseconds from the last take until the bucket is full. */
  get fullInMs(): number {
    return (this.limit.burst - this.#tokens) / this.#tokensPerMs;
  }
}
