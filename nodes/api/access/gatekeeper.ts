import type { IncomingMessage } from 'node:http';
import { apiErrors } from '../errors.ts';
import type { Access } from './access.ts';
import { type HostCheck, isOpenPath } from './hosts.ts';
import { developmentAccess, type KeyCheck, presentedKey } from './key-check.ts';
import type { OnCounted, RateLimits } from './rate-limits.ts';
import type { Scope } from './roles.ts';

export type Mode = 'development' | 'production';

interface GatekeeperOptions {
  readonly mode: Mode;
  readonly hosts: HostCheck;
  readonly keys: KeyCheck;
  readonly limits: RateLimits;
}

/** Decides who comes in: the same for HTTP and for WebSocket upgrades. */
export class Gatekeeper {
  readonly #options: GatekeeperOptions;

  constructor(options: GatekeeperOptions) {
    this.#options = options;
  }

  /** Throws `misdirected` or `foreign_origin`. */
  checkHost(request: IncomingMessage, path: string): void {
    this.#options.hosts.check(request, path);
  }

  /** Counts a request to a public route; throws `too_many_requests`. */
  admitPublic(request: IncomingMessage, onCounted?: OnCounted): void {
    this.#options.limits.takeForAddress(addressOf(request), onCounted);
  }

  /** Throws `unauthorized` or `too_many_requests`. */
  admit(request: IncomingMessage, path: string, onCounted?: OnCounted): Access {
    const presented = presentedKey(request.headers);
    const access = presented === undefined ? this.#withoutKey(path) : this.#options.keys.identify(presented);
    if (access) return this.admitAccess(access, request, onCounted);
    this.#options.limits.takeForFailure(addressOf(request), presented, onCounted);
    throw apiErrors.unauthorized();
  }

  admitAccess(access: Access, request: IncomingMessage, onCounted?: OnCounted): Access {
    this.#options.limits.takeForAccess(access, addressOf(request), onCounted);
    return access;
  }

  #withoutKey(path: string): Access | undefined {
    return this.#options.mode === 'development' && !isOpenPath(path) ? developmentAccess : undefined;
  }
}

/** Throws `forbidden`. */
export function requireScope(access: Access | undefined, scope: Scope): void {
  if (access?.scopes.has(scope) !== true) throw apiErrors.forbidden({ limit: scope });
}

/** What a route that no contract names asks for. */
export function scopeOfMethod(method: string | undefined): Scope {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}

function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
