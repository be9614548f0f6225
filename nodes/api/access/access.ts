import type { RateLimit } from '../../kernel/index.ts';
import type { Role, Scope } from './roles.ts';

/** Who sent a request, as far as its key proves it. */
export interface Access {
  /** Prefix of the key; null in development mode without a key. */
  readonly keyId: string | null;
  readonly role: Role;
  readonly scopes: ReadonlySet<Scope>;
  /** Sites that the key may see; absent for all. */
  readonly sites?: ReadonlySet<string>;
  /** The key's own limit; the limit of its role when absent. */
  readonly limit?: RateLimit;
}
