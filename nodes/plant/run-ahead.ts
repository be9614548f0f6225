import { socPct } from './battery.ts';
import { dailyCycleKw } from './daily-cycle.ts';
import { createPlant, type PlantState, siteInverterUnit, stepPlant, withInverter } from './plant.ts';
import { mapUnits } from './register-map.ts';

export interface RunAheadOptions {
  readonly seed: number;
  /** First instant, milliseconds since the epoch. */
  readonly from: number;
  /** Last instant, itself sampled when a step ends on it. */
  readonly to: number;
  readonly stepMs: number;
  readonly onSample: (sample: PlantSample) => void;
  /** The site battery's setpoint, kW, positive charges; `dailyCycleKw` when left out. */
  readonly setpointKw?: (epochMs: number, socPct: number) => number;
}

export interface PlantSample {
  readonly epochMs: number;
  /** What the columns are; the same object in every sample of a run. */
  readonly points: readonly SampledPoint[];
  /** Engineering values, NaN where the device has none. */
  readonly values: Float64Array;
}

export interface SampledPoint {
  readonly unit: number;
  readonly name: string;
}

/**
 * Runs the plant through a span as fast as it can and hands over each step's measured values. Equal options give equal
 * samples. Gives back the plant at the last instant, from which a live plant can go on.
 */
export function runAhead(options: RunAheadOptions): PlantState {
  const { seed, from, to, stepMs, onSample, setpointKw = dailyCycleKw } = options;
  let plant = createPlant(seed, from);
  const units = [...mapUnits(plant).values()];
  const points = units.flatMap((map) => map.points.map(({ name }) => ({ unit: map.unit, name })));
  const sample = (): void => {
    const values = new Float64Array(points.length);
    let offset = 0;
    for (const map of units) {
      map.sample(plant, values, offset);
      offset += map.points.length;
    }
    onSample({ epochMs: plant.epochMs, points, values });
  };
  sample();
  while (plant.epochMs + stepMs <= to) {
    plant = stepPlant(commandSite(plant, setpointKw), stepMs);
    sample();
  }
  return plant;
}

/** Sets the site battery's setpoint and beats the heart that its watchdog waits for. */
export function commandSite(
  plant: PlantState,
  setpointKw: (epochMs: number, socPct: number) => number = dailyCycleKw,
): PlantState {
  return withInverter(plant, siteInverterUnit, ({ battery, ...inverter }) => {
    const commandedKw = setpointKw(plant.epochMs, socPct(battery));
    const gatewayHeartbeat = (battery.gatewayHeartbeat + 1) & 0xffff;
    return {
      ...inverter,
      battery: { ...battery, setpointKw: commandedKw, followedKw: commandedKw, gatewayHeartbeat },
    };
  });
}
