import { type RateLimit, TokenBucket } from '../../kernel/index.ts';

/** Buckets by name. Bounded: the oldest is forgotten first, so that made-up names cannot fill the memory. */
export class BucketTable {
  readonly #maxEntries: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get(name: string, limit: RateLimit, monotonicMs: number): TokenBucket {
    const known = this.#buckets.get(name);
    if (known && known.limit.perMinute === limit.perMinute && known.limit.burst === limit.burst) return known;
    const bucket = new TokenBucket(limit, monotonicMs);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > this.#maxEntries) this.#forgetOldest();
    return bucket;
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}
