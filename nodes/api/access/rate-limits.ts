import type { Clock, RateLimit, TokenBucket } from '../../kernel/index.ts';
import { apiErrors } from '../errors.ts';
import type { Access } from './access.ts';
import { BucketTable } from './bucket-table.ts';
import { prefixOf } from './key.ts';
import type { Role } from './roles.ts';

const maxAddresses = 10_000;
const maxKeys = 10_000;

export interface RateLimitSettings {
  /** Per key, by its role; a request without a key counts as `service`, per address. */
  readonly roles: Readonly<Record<Role, RateLimit>>;
  /** Requests with a missing or wrong key, per address and per prefix. */
  readonly failures: RateLimit;
}

/** Told of the bucket that a request is counted in, whether it still held a token or not. */
export type OnCounted = (bucket: TokenBucket) => void;

/** Counts requests by key or address. Every take throws `too_many_requests` when its bucket is empty. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #settings: RateLimitSettings;
  readonly #byKey = new BucketTable(maxKeys);
  readonly #byAddress = new BucketTable(maxAddresses);
  readonly #failuresByAddress = new BucketTable(maxAddresses);
  readonly #failuresByPrefix = new BucketTable(maxKeys);

  constructor(clock: Clock, settings: RateLimitSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  takeForAccess(access: Access, address: string, onCounted?: OnCounted): void {
    if (access.keyId === null) this.takeForAddress(address, onCounted);
    else this.#take(this.#byKey, access.keyId, access.limit ?? this.#settings.roles[access.role], onCounted);
  }

  /** Public routes and requests without a key. */
  takeForAddress(address: string, onCounted?: OnCounted): void {
    this.#take(this.#byAddress, address, this.#settings.roles.service, onCounted);
  }

  /** A missing or wrong key. A valid key is never counted here, so others' failures cannot lock it out. */
  takeForFailure(address: string, presented: string | undefined, onCounted?: OnCounted): void {
    const { failures } = this.#settings;
    this.#take(this.#failuresByAddress, address, failures, onCounted);
    if (presented !== undefined) this.#take(this.#failuresByPrefix, prefixOf(presented), failures, onCounted);
  }

  #take(table: BucketTable, name: string, limit: RateLimit, onCounted?: OnCounted): void {
    const now = this.#clock.monotonic();
    const bucket = table.get(name, limit, now);
    const isTaken = bucket.take(now);
    onCounted?.(bucket);
    if (isTaken) return;
    throw apiErrors.too_many_requests({
      limit: `${limit.perMinute} per minute`,
      retry_after_s: Math.max(1, Math.ceil(bucket.nextTokenInMs / 1000)),
    });
  }
}

/** Headers of contract 001: requests per minute, whole tokens left, epoch second at which the bucket is full. */
export function rateLimitHeaders(bucket: TokenBucket, nowMs: number): readonly (readonly [string, string])[] {
  return [
    ['X-RateLimit-Limit', String(bucket.limit.perMinute)],
    ['X-RateLimit-Remaining', String(bucket.remaining)],
    ['X-RateLimit-Reset', String(Math.ceil((nowMs + bucket.fullInMs) / 1000))],
  ];
}
