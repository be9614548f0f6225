import { type Clock, randomId } from '../kernel/index.ts';
import type { Access } from './access/access.ts';

const lifetimeMs = 30_000;
const maxOpenTickets = 1000;

interface OpenTicket {
  readonly path: string;
  readonly access: Access;
  readonly expiresAt: number;
}

/** One-use tickets that open one WebSocket path with the rights of the key that asked for them. */
export class Tickets {
  readonly #clock: Clock;
  readonly #open = new Map<string, OpenTicket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the ticket and when it ends, epoch milliseconds. */
  issue(path: string, access: Access): { readonly ticket: string; readonly expiresMs: number } {
    this.#forgetOld();
    const ticket = randomId();
    this.#open.set(ticket, { path, access, expiresAt: this.#clock.monotonic() + lifetimeMs });
    return { ticket, expiresMs: this.#clock.now() + lifetimeMs };
  }

  /** The access that a ticket carries; undefined when it is unknown, used, expired or meant for another path. */
  redeem(ticket: string, path: string): Access | undefined {
    const open = this.#open.get(ticket);
    this.#open.delete(ticket);
    if (!open || open.path !== path || open.expiresAt <= this.#clock.monotonic()) return undefined;
    return open.access;
  }

  /** Tickets lie in the order in which they end. */
  #forgetOld(): void {
    const now = this.#clock.monotonic();
    for (const [ticket, { expiresAt }] of this.#open) {
      if (expiresAt > now && this.#open.size < maxOpenTickets) return;
      this.#open.delete(ticket);
    }
  }
}
