import { hours } from './arithmetic.ts';
import type { Disturbance } from './block-excursions.ts';
import { type CoolingState, coolingUnits } from './cooling.ts';
import { type HeatOutlets, noHeatCounted, stepHeatOutlets } from './heat-outlets.ts';
import { createMainLoop, type MainLoopState, stepMainLoop } from './main-loop.ts';
import { streamKey, wander } from './noise.ts';
import { createUps, stepUps, type UpsState } from './ups.ts';

/** What block-01 has beside its cooling units and its meter: main loop, ways out for the heat, supply of the racks, room. */
export interface BlockEquipment {
  readonly disturbance: Disturbance;
  readonly loop: MainLoopState;
  readonly outlets: HeatOutlets;
  readonly ups: UpsState;
  /** The racks on each cooling unit, in the order of `coolingUnits`. */
  readonly racks: readonly RackState[];
  readonly outdoorC: number;
  readonly room: RoomState;
}

export interface RackState {
  readonly powerKw: number;
  readonly energyKwh: number;
  readonly voltageV: number;
}

export interface RoomState {
  readonly temperatureC: number;
  readonly humidityPct: number;
  readonly isDoorOpen: boolean;
}

export interface BlockInputs {
  readonly cooling: readonly CoolingState[];
  readonly disturbance: Disturbance;
  readonly itKw: number;
  readonly ambientC: number;
  readonly outdoorC: number;
}

const hourMs = 3_600_000;
const humidity = streamKey('humidity of block-01');
const rackVoltage = streamKey('rack voltage of block-01');

export function createBlockEquipment(seed: number, epochMs: number, inputs: BlockInputs): BlockEquipment {
  const { cooling, disturbance, itKw } = inputs;
  const start = {
    loop: createMainLoop(cooling, disturbance),
    outlets: { host: noHeatCounted, cooler: noHeatCounted },
    ups: createUps(itKw),
    racks: coolingUnits.map(() => ({ energyKwh: 0 })),
  };
  return stepBlockEquipment(start, seed, epochMs, 0, inputs);
}

/** The equipment at `epochMs`, `dtMs` after `state`. */
export function stepBlockEquipment(
  state: {
    readonly loop: MainLoopState;
    readonly outlets: Parameters<typeof stepHeatOutlets>[0];
    readonly ups: UpsState;
    readonly racks: readonly Pick<RackState, 'energyKwh'>[];
  },
  seed: number,
  epochMs: number,
  dtMs: number,
  { cooling, disturbance, itKw, ambientC, outdoorC }: BlockInputs,
): BlockEquipment {
  const loop = stepMainLoop(state.loop, cooling, disturbance, seed, epochMs, dtMs);
  return {
    disturbance,
    loop,
    outlets: stepHeatOutlets(state.outlets, { loop, outdoorC, disturbance }, seed, epochMs, dtMs),
    ups: stepUps(state.ups, itKw, disturbance, dtMs),
    racks: state.racks.map(({ energyKwh }, index) => {
      const powerKw = itKw * (coolingUnits[index]?.heatShare ?? 0);
      const voltageV = 400 + 0.4 * wander(seed, rackVoltage, epochMs, hourMs / 6);
      return { powerKw, energyKwh: energyKwh + powerKw * hours(dtMs), voltageV };
    }),
    outdoorC,
    room: roomAt(seed, epochMs, disturbance, ambientC),
  };
}

/** Outside air warms the room a little and moistens it much. */
function roomAt(seed: number, epochMs: number, { openDoor }: Disturbance, ambientC: number): RoomState {
  return {
    temperatureC: ambientC + 3.5 * openDoor,
    humidityPct: 45 + 5 * wander(seed, humidity, epochMs, 6 * hourMs) + 44 * openDoor,
    isDoorOpen: openDoor > 0,
  };
}
