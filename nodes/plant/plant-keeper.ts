import { type Clock, KeptAcrossDeploys } from '../kernel/index.ts';
import type { PlantHandle } from './plant-runtime.ts';

export interface PlantSettings {
  readonly port: number;
  /** Undefined for a plant whose servers nobody asks. */
  readonly exporterPort: number | undefined;
  readonly seed: number;
  readonly speed: number;
}

/** Keeps plants running across deploys, and tells of those that start. */
export class PlantKeeper {
  readonly #start: (settings: PlantSettings) => Promise<PlantHandle>;
  readonly #kept: KeptAcrossDeploys<PlantSettings, PlantHandle>;
  readonly #listeners: ((plant: PlantHandle) => void)[] = [];

  constructor(clock: Clock, start: (settings: PlantSettings) => Promise<PlantHandle>) {
    this.#start = start;
    this.#kept = new KeptAcrossDeploys(clock, (plant) => plant.stop());
  }

  /** Tells of every plant that starts from now on. */
  onStarted(listener: (plant: PlantHandle) => void): void {
    this.#listeners.push(listener);
  }

  /** The plant of a node, running already or started now. Rejects as `startPlant` does. */
  hold(nodeId: string, settings: PlantSettings): Promise<PlantHandle> {
    return this.#kept.hold(nodeId, settings, () => this.#begin(settings));
  }

  release(nodeId: string, isRemoved: boolean): Promise<void> {
    return this.#kept.release(nodeId, isRemoved);
  }

  stopAll(): Promise<void> {
    return this.#kept.endAll();
  }

  async #begin(settings: PlantSettings): Promise<PlantHandle> {
    const plant = await this.#start(settings);
    for (const listener of this.#listeners) listener(plant);
    return plant;
  }
}
