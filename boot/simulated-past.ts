import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HistoryService } from '../nodes/history/index.ts';
import { type Clock, textOf } from '../nodes/kernel/index.ts';
import {
  type HistoryBatch,
  plantKeeper,
  simulateHistory,
  type SimulatedDevice,
  type SimulatedHistoryOptions,
} from '../nodes/plant/index.ts';

export interface SimulatedPastOptions {
  readonly history: HistoryService;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly devices: readonly SimulatedDevice[];
  readonly days: number;
  /** Sensors without a simulated past. */
  readonly leftOut: ReadonlySet<number>;
  /** Told how far it has come, in a sentence. */
  readonly log: (text: string) => void;
}

type Opening = SimulatedHistoryOptions['opening'];

const rawHours = 2;
/** Shares of the way between two lines of progress. */
const progressStep = 0.25;

/**
 * Gives the history of a demo site the past of its plant, once and in the background. A run that was broken off starts
 * anew at the next start: what it writes again is the same.
 */
export class SimulatedPast {
  readonly #options: SimulatedPastOptions;
  readonly #marker: string;
  #filling: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SimulatedPastOptions) {
    this.#options = options;
    this.#marker = path.join(options.dataFolder, 'simulated-history');
    plantKeeper.onStarted((plant) => {
      this.#filling = plant
        .opening()
        .then((opening) => (opening ? this.#fillOnce(opening) : undefined))
        .catch((thrown: unknown) => options.log(`The simulated history is not complete: ${textOf(thrown)}`));
    });
  }

  /** Breaks off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#filling;
  }

  async #fillOnce(opening: Opening): Promise<void> {
    const { clock, days, log } = this.#options;
    const filled = String(opening.epochMs);
    if (existsSync(this.#marker) && readFileSync(this.#marker, 'utf8') === filled) return;
    const startedAt = clock.monotonic();
    await this.#fill(opening);
    if (this.#stopped) return;
    writeFileSync(this.#marker, filled);
    log(`The simulated history is complete: ${days} days in ${((clock.monotonic() - startedAt) / 1000).toFixed(0)} s.`);
  }

  async #fill(opening: Opening): Promise<void> {
    const { days, devices, leftOut, log } = this.#options;
    let told = 0;
    const onProgress = (share: number): void => {
      if (share < told + progressStep || share >= 1) return;
      told = Math.floor(share / progressStep) * progressStep;
      log(`The simulated history of ${days} days is ${100 * told} % complete.`);
    };
    for await (const batch of simulateHistory({ opening, days, rawHours, devices, leftOut, onProgress })) {
      if (this.#stopped) return;
      await this.#take(batch);
    }
  }

  async #take(batch: HistoryBatch): Promise<void> {
    const { history } = this.#options;
    if (batch.kind === 'frames') await history.importFrames(batch.frames);
    else await history.importBuckets(batch.device, batch.sensors);
  }
}
