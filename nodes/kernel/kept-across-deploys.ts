import type { Clock, Timer } from './clock.ts';

/** What is kept: with these settings for this node. */
interface Holding<S, T> {
  readonly settings: S;
  readonly thing: Promise<T>;
  /** Runs while no node holds the thing. */
  grace?: Timer;
}

const graceMs = 5000;

/**
 * Things of the process that outlive a deploy, by the node that asked for them: a listener, a simulated plant. A deploy
 * closes and opens every node; a thing ends only with other settings, with its node, or when no node has come back within 5 s.
 */
export class KeptAcrossDeploys<S extends object, T> {
  readonly #clock: Clock;
  readonly #end: (thing: T) => Promise<void>;
  readonly #holdings = new Map<string, Holding<S, T>>();

  constructor(clock: Clock, end: (thing: T) => Promise<void>) {
    this.#clock = clock;
    this.#end = end;
  }

  /** The thing of a node: the standing one when its settings are the same, else what `open` makes. Rejects as `open` does. */
  hold(nodeId: string, settings: S, open: () => Promise<T>): Promise<T> {
    const held = this.#holdings.get(nodeId);
    held?.grace?.cancel();
    if (held && isSame(held.settings, settings)) return held.thing;
    // The new one may need the old one's port, so the old one has to be gone first.
    const thing = held ? this.#ended(held).then(open) : open();
    const holding: Holding<S, T> = { settings, thing };
    this.#holdings.set(nodeId, holding);
    thing.catch(() => this.#forget(nodeId, holding));
    return thing;
  }

  /** The node closes, for good or for the length of a deploy. */
  async release(nodeId: string, isRemoved: boolean): Promise<void> {
    const held = this.#holdings.get(nodeId);
    if (!held) return;
    held.grace?.cancel();
    if (isRemoved) await this.#drop(nodeId, held);
    else held.grace = this.#clock.after(graceMs, () => void this.#drop(nodeId, held));
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#holdings].map(([nodeId, held]) => this.#drop(nodeId, held)));
  }

  #drop(nodeId: string, held: Holding<S, T>): Promise<void> {
    held.grace?.cancel();
    this.#forget(nodeId, held);
    return this.#ended(held);
  }

  #forget(nodeId: string, holding: Holding<S, T>): void {
    if (this.#holdings.get(nodeId) === holding) this.#holdings.delete(nodeId);
  }

  /** What could not be opened has ended already. */
  async #ended({ thing }: Holding<S, T>): Promise<void> {
    const opened = await thing.catch(() => undefined);
    if (opened !== undefined) await this.#end(opened);
  }
}

function isSame<S extends object>(a: S, b: S): boolean {
  return (Object.keys(a) as (keyof S)[]).every((name) => a[name] === b[name]);
}
