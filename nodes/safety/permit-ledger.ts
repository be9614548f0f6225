import { type Clock, randomId } from '../kernel/index.ts';
import type { Requester } from '../site/index.ts';

/** Everything about one permitted command. It stays here; only its id travels in `msg.permit`. */
export interface Permit {
  readonly commandId: string;
  readonly deviceId: string;
  readonly targetKw: number;
  readonly requester: Requester;
  /** Monotonic time at which the request arrived, for the answer's latency. */
  readonly receivedAt: number;
}

export type Redemption =
  | { readonly ok: true; readonly permit: Permit }
  | { readonly ok: false; readonly refusal: 'unknown' | 'expired' | 'used'; readonly permit?: Permit };

interface Entry {
  readonly permit: Permit;
  readonly deadline: number;
  used: boolean;
}

const lifetimeMs = 1000;
const rememberMs = 60_000;

/**
 * One-use permissions to write, held in the process because an object would not survive Node-RED's message cloning.
 * Whatever copies of a message a flow makes, one redemption succeeds.
 */
export class PermitLedger {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the id that goes into `msg.permit`; it is redeemable once, within a second. */
  issue(permit: Permit): string {
    this.#forgetOld();
    const id = randomId();
    this.#entries.set(id, { permit, deadline: this.#clock.monotonic() + lifetimeMs, used: false });
    return id;
  }

  redeem(id: unknown): Redemption {
    const entry = typeof id === 'string' ? this.#entries.get(id) : undefined;
    if (!entry) return { ok: false, refusal: 'unknown' };
    if (entry.used) return { ok: false, refusal: 'used', permit: entry.permit };
    if (this.#clock.monotonic() > entry.deadline) return { ok: false, refusal: 'expired', permit: entry.permit };
    entry.used = true;
    return { ok: true, permit: entry.permit };
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Used and expired ids are remembered for a minute, so that a refusal can name its reason. */
  #forgetOld(): void {
    const limit = this.#clock.monotonic() - rememberMs;
    for (const [id, { deadline }] of this.#entries) {
      if (deadline >= limit) return;
      this.#entries.delete(id);
    }
  }
}
