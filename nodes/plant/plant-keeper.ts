import type { Clock, Timer } from '../kernel/index.ts';
import type { PlantHandle } from './plant-runtime.ts';

export interface PlantSettings {
  readonly port: number;
  /** Undefined for a plant whose servers nobody asks. */
  readonly exporterPort: number | undefined;
  readonly seed: number;
  readonly speed: number;
}

interface KeptPlant {
  readonly settings: PlantSettings;
  readonly handle: Promise<PlantHandle>;
  grace?: Timer;
}

const graceMs = 5000;

/**
 * Keeps plants running across deploys. A deploy closes and opens every node; a plant stops only when its node's settings
 * change, when its node is removed, or when nobody has taken it up again 5 s after its node closed.
 */
export class PlantKeeper {
  readonly #clock: Clock;
  readonly #start: (settings: PlantSettings) => Promise<PlantHandle>;
  readonly #kept = new Map<string, KeptPlant>();
  readonly #listeners: ((plant: PlantHandle) => void)[] = [];

  constructor(clock: Clock, start: (settings: PlantSettings) => Promise<PlantHandle>) {
    this.#clock = clock;
    this.#start = start;
  }

  /** Tells of every plant that starts from now on. */
  onStarted(listener: (plant: PlantHandle) => void): void {
    this.#listeners.push(listener);
  }

  /** The plant of a node, running already or started now. Rejects as `startPlant` does. */
  hold(nodeId: string, settings: PlantSettings): Promise<PlantHandle> {
    const kept = this.#kept.get(nodeId);
    kept?.grace?.cancel();
    if (kept && sameSettings(kept.settings, settings)) return kept.handle;
    const started = { settings, handle: this.#startAfter(kept, settings) };
    this.#kept.set(nodeId, started);
    started.handle.catch(() => this.#forget(nodeId, started));
    return started.handle;
  }

  async release(nodeId: string, removed: boolean): Promise<void> {
    const kept = this.#kept.get(nodeId);
    if (!kept) return;
    kept.grace?.cancel();
    if (removed) await this.#stop(nodeId, kept);
    else kept.grace = this.#clock.after(graceMs, () => void this.#stop(nodeId, kept));
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#kept].map(([nodeId, kept]) => this.#stop(nodeId, kept)));
  }

  /** The port may be the same, so the old plant has to be gone before the new one comes. */
  async #startAfter(previous: KeptPlant | undefined, settings: PlantSettings): Promise<PlantHandle> {
    if (previous) await stopped(previous);
    const plant = await this.#start(settings);
    for (const listener of this.#listeners) listener(plant);
    return plant;
  }

  async #stop(nodeId: string, kept: KeptPlant): Promise<void> {
    kept.grace?.cancel();
    this.#forget(nodeId, kept);
    await stopped(kept);
  }

  #forget(nodeId: string, kept: KeptPlant): void {
    if (this.#kept.get(nodeId) === kept) this.#kept.delete(nodeId);
  }
}

function sameSettings(a: PlantSettings, b: PlantSettings): boolean {
  return a.port === b.port && a.exporterPort === b.exporterPort && a.seed === b.seed && a.speed === b.speed;
}

/** A plant that never started is stopped already. */
async function stopped({ handle }: KeptPlant): Promise<void> {
  const plant = await handle.catch(() => undefined);
  await plant?.stop();
}
