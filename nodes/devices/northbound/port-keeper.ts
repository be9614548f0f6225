import type { Clock, Timer } from '../../kernel/index.ts';
import type { NorthboundPort, PortSettings } from './northbound-port.ts';

/** What the keeper needs of a port. */
export type KeptPort = Pick<NorthboundPort, 'close'>;

interface Holding<P extends KeptPort> {
  readonly settings: PortSettings;
  readonly port: Promise<P>;
  /** Runs while no node holds the port. */
  grace?: Timer;
}

const graceMs = 5000;

/**
 * The process's northbound ports, by the node that asked for them. A deploy closes and opens every node, but a master
 * keeps its connection: a port ends only with other settings, with its node, or when no node has come back within 5 s.
 */
export class PortKeeper<P extends KeptPort = NorthboundPort> {
  readonly #clock: Clock;
  readonly #holdings = new Map<string, Holding<P>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The port of a node: the open one when its settings are the same, else what `open` makes. Rejects as `open` does. */
  hold(nodeId: string, settings: PortSettings, open: () => Promise<P>): Promise<P> {
    const held = this.#holdings.get(nodeId);
    held?.grace?.cancel();
    if (held && isSame(held.settings, settings)) return held.port;
    // The new port may have the old one's number, so the old one has to be gone first.
    const port = held ? closed(held).then(open) : open();
    const holding: Holding<P> = { settings, port };
    this.#holdings.set(nodeId, holding);
    port.catch(() => this.#forget(nodeId, holding));
    return port;
  }

  /** The node closes, for good or for the length of a deploy. */
  async release(nodeId: string, isRemoved: boolean): Promise<void> {
    const held = this.#holdings.get(nodeId);
    if (!held) return;
    if (isRemoved) await this.#end(nodeId, held);
    else held.grace = this.#clock.after(graceMs, () => void this.#end(nodeId, held));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#holdings].map(([nodeId, held]) => this.#end(nodeId, held)));
  }

  #end(nodeId: string, held: Holding<P>): Promise<void> {
    held.grace?.cancel();
    this.#forget(nodeId, held);
    return closed(held);
  }

  #forget(nodeId: string, holding: Holding<P>): void {
    if (this.#holdings.get(nodeId) === holding) this.#holdings.delete(nodeId);
  }
}

function isSame(a: PortSettings, b: PortSettings): boolean {
  return (Object.keys(a) as (keyof PortSettings)[]).every((name) => a[name] === b[name]);
}

/** A port that could not be opened is closed already. */
async function closed<P extends KeptPort>({ port }: Holding<P>): Promise<void> {
  await (await port.catch(() => undefined))?.close();
}
