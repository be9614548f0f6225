import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../kernel/index.ts';
import type { Access } from './access.ts';
import { digestOf, prefixOf } from './key.ts';
import type { KeyStore } from './key-store.ts';
import { scopesOfRole } from './roles.ts';

const serviceScopes = new Set(scopesOfRole.service);
const dashboardAccess: Access = { keyId: 'dashboard', role: 'service', scopes: serviceScopes };
/** What a request without a key may do in development mode. */
export const developmentAccess: Access = { keyId: null, role: 'service', scopes: serviceScopes };

/** The key that a request presents. A bearer token decides, because PostgREST clients send a second key in `apikey`. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  const key = headers['x-api-key'] ?? headers['apikey'];
  return Array.isArray(key) ? key.join() : key;
}

interface KeyCheckOptions {
  readonly clock: Clock;
  readonly store: KeyStore;
  /** `DASHBOARD_API_KEY`; empty when not set. */
  readonly dashboardKey: string;
}

/** Tells whose a presented key is. Known and unknown prefixes cost the same work: one hash and two comparisons. */
export class KeyCheck {
  readonly #clock: Clock;
  readonly #store: KeyStore;
  readonly #dashboardDigest: Buffer;
  readonly #noDigest = randomBytes(32);

  constructor({ clock, store, dashboardKey }: KeyCheckOptions) {
    this.#clock = clock;
    this.#store = store;
    this.#dashboardDigest = dashboardKey === '' ? randomBytes(32) : digestOf(dashboardKey);
  }

  /** Undefined when the key is unknown, revoked or expired. */
  identify(presented: string): Access | undefined {
    const digest = digestOf(presented);
    const key = this.#store.get(prefixOf(presented));
    const isStored = timingSafeEqual(digest, key?.digest ?? this.#noDigest);
    const isDashboard = timingSafeEqual(digest, this.#dashboardDigest);
    if (isDashboard) return dashboardAccess;
    if (!key || !isStored || key.stored.revoked !== null || key.expiresMs <= this.#clock.now()) return undefined;
    this.#store.used(key.stored.prefix);
    return key.access;
  }
}
