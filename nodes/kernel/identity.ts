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

/**
 * Known to this file alone, so that no message can forge what stands under it. A property and not a weak map: a map that
 * outlives the requests keeps each of them alive long enough to be moved to the old heap.
 */
const stampKey = Symbol('identity');
interface Stamp {
  /** What was stamped: a copy of a request that carries its properties along is another one. */
  readonly request: object;
  readonly identity: Identity;
}
type Carrier = object & { [stampKey]?: Stamp };

export function setIdentity(request: object, identity: Identity): void {
  (request as Carrier)[stampKey] = { request, identity };
}

/** Node-RED carries `msg.req` by reference, so the lookup survives its message cloning. */
export function identityOf(request: unknown): Identity | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  const stamp = (request as Carrier)[stampKey];
  return stamp?.request === request ? stamp.identity : undefined;
}
