import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { catchUp, openPlantAt } from './opening.ts';
import type { PlantState } from './plant.ts';

/** A plant that goes on where it was: as it stood when it was started for the first time, and as it stands. */
export interface KeptPlant {
  readonly opening: PlantState;
  readonly plant: PlantState;
}

/** Changes whenever a plant is made of other parts: an older file would lack them. */
const version = 1;

/** The plant that a file keeps, brought to now; a new one where there is no file of this plant. */
export function readPlant(file: string, seed: number, nowMs: number): KeptPlant {
  const kept = keptIn(file);
  if (kept?.plant.seed === seed) return { opening: kept.opening, plant: catchUp(withoutOverrides(kept.plant), nowMs) };
  const opening = openPlantAt(seed, nowMs);
  return { opening, plant: opening };
}

/** Replaces the file at once, so that the end of the process leaves either plant and never half of one. */
export function writePlant(file: string, kept: KeptPlant): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeSync(handle, JSON.stringify({ version, ...kept }));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

function keptIn(file: string): KeptPlant | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptPlant & { version: unknown };
    return kept.version === version ? kept : undefined;
  } catch {
    // No file, or none of ours: both mean that there is no plant to go on from.
    return undefined;
  }
}

/** What a test or a demonstration forced on the plant ends with the process. */
function withoutOverrides(plant: PlantState): PlantState {
  return {
    ...plant,
    overrides: { frequencyHz: null, voltageV: null, ambientC: null, outdoorC: null },
    inverters: plant.inverters.map((inverter) => ({
      ...inverter,
      overrides: { estop: false, gridFault: false, statusCode: null },
    })),
  };
}
