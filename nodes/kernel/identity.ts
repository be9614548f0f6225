/** Who sent a request, as the front door found it. Kept beside the request: nothing in a message can be trusted. */
export interface Identity {
  /** Prefix of the key; null for a request without one. */
  readonly keyId: string | null;
  readonly scopes: ReadonlySet<string>;
  /** Sites that the key is limited to; absent means all. */
  readonly sites?: ReadonlySet<string>;
  /** Monotonic time at which the request arrived, milliseconds. */
  readonly arrivedAt: number;
}

const identities = new WeakMap<object, Identity>();

export function setIdentity(request: object, identity: Identity): void {
  identities.set(request, identity);
}

/** Node-RED carries `msg.req` by reference, so the lookup survives its message cloning. */
export function identityOf(request: unknown): Identity | undefined {
  return typeof request === 'object' && request !== null ? identities.get(request) : undefined;
}
