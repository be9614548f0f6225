import { type BatteryInputs, type BatteryRatings, type BatteryState, createBattery, stepBattery } from './battery.ts';
import { type Disturbance, disturbanceAt } from './block-excursions.ts';
import { type BlockEquipment, createBlockEquipment, stepBlockEquipment } from './block-equipment.ts';
import { type CoolingInputs, type CoolingState, coolingUnits, createCooling, stepCooling } from './cooling.ts';
import type { PlantLoad } from './exporters/plant-load.ts';
import { baseLoadKw, blockAuxiliaryKw, blockItKw } from './loads.ts';
import { createMachine, machines, type MachineState, powerFactor, stepMachine } from './machines.ts';
import { addFlows, type Flow, type MeterState, reactiveKvar, stepMeter } from './meters.ts';
import { streamKey, uniform } from './noise.ts';
import { type Supply, supplyAt } from './supply.ts';
import { type Climate, munich, outdoorTemperatureC, siliconValley, westLondon } from './weather.ts';

/** The whole plant at one instant: plain data, never changed in place, so that a state may be kept, compared or posted. */
export interface PlantState {
  readonly seed: number;
  readonly epochMs: number;
  readonly overrides: PlantOverrides;
  readonly supply: Supply;
  /** The site's battery first; further ones stand behind connections of their own, outside the site's balance. */
  readonly inverters: readonly Inverter[];
  /** In the order of `machines`. */
  readonly machines: readonly MachineState[];
  /** In the order of `coolingUnits`. */
  readonly cooling: readonly CoolingState[];
  readonly blockEquipment: BlockEquipment;
  /** From this instant on block-01 has an event every hour or two; before, a few in a week. Milliseconds since the epoch. */
  readonly eventfulFromMs: number;
  readonly baseLoadKw: number;
  readonly block: MeterState;
  readonly grid: MeterState;
}

export interface Inverter {
  readonly unit: number;
  readonly battery: BatteryState;
  readonly overrides: Omit<BatteryInputs, 'ambientC'>;
}

/** What a test or a demonstration forces on the plant; null leaves it to the physics. */
export interface PlantOverrides {
  readonly frequencyHz: number | null;
  /** Line to line. */
  readonly voltageV: number | null;
  /** Where battery and cooling units stand. */
  readonly ambientC: number | null;
  readonly outdoorC: number | null;
}

export const siteInverterUnit = 1;
export const gridMeterUnit = 2;
export const blockMeterUnit = 3;
const firstExtraInverterUnit = 31;

const ratings: BatteryRatings = { chargeKw: 250, dischargeKw: 250, capacityKwh: 500 };
const blockPowerFactor = 0.98;
const basePowerFactor = 0.93;
const startSoc = streamKey('state of charge at the start');
const noOverrides: PlantOverrides = { frequencyHz: null, voltageV: null, ambientC: null, outdoorC: null };
/** The end of the time that a number can say. */
const noEvents = Number.MAX_SAFE_INTEGER;
const noCounts = { importedKwh: 0, exportedKwh: 0 };

/** The plant as it stands at an instant, counters at 0, batteries at rest and few events ahead. Equal arguments give equal plants. */
export function createPlant(seed: number, startEpochMs: number, extraInverters = 0): PlantState {
  const environment = environmentAt(seed, startEpochMs, noOverrides, noEvents);
  const machineStates = machines.map((machine) =>
    createMachine(machine, seed, startEpochMs, environment.climateC(machine.climate)),
  );
  const units = [siteInverterUnit, ...Array.from({ length: extraInverters }, (_, i) => firstExtraInverterUnit + i)];
  const inverters = units.map((unit) => createInverter(unit, seed, environment.ambientC));
  const cooling = coolingUnits.map((unit) => createCooling(unit, seed, startEpochMs, environment.cooling));
  const blockEquipment = createBlockEquipment(seed, startEpochMs, { ...environment, cooling });
  const flows = flowsAt(environment, machineStates, inverters, blockEquipment);
  return {
    seed,
    epochMs: startEpochMs,
    eventfulFromMs: noEvents,
    overrides: noOverrides,
    supply: environment.supply,
    inverters,
    machines: machineStates,
    cooling,
    blockEquipment,
    baseLoadKw: environment.baseKw,
    block: stepMeter(noCounts, flows.block, seed, startEpochMs, 0),
    grid: stepMeter(noCounts, flows.grid, seed, startEpochMs, 0),
  };
}

/** What the plant lays upon the servers that stand in it. */
export function loadOf({ seed, epochMs, overrides, eventfulFromMs }: PlantState): PlantLoad {
  const { itKw, ambientC } = environmentAt(seed, epochMs, overrides, eventfulFromMs);
  return { seed, epochMs, itKw, ambientC };
}

/**
 * The plant `dtMs` later. `wallMs` is what passed on the devices' own clocks, which differs while the demo runs at
 * another speed than the world.
 */
export function stepPlant(state: PlantState, dtMs: number, wallMs = dtMs): PlantState {
  const { seed, overrides, eventfulFromMs } = state;
  const epochMs = state.epochMs + dtMs;
  const environment = environmentAt(seed, epochMs, overrides, eventfulFromMs);
  const machineStates = state.machines.map((previous, index) => {
    const machine = at(machines, index);
    return stepMachine(previous, machine, seed, epochMs, dtMs, environment.climateC(machine.climate));
  });
  const inverters = state.inverters.map((inverter) => ({
    ...inverter,
    battery: stepBattery(inverter.battery, { ...inverter.overrides, ambientC: environment.ambientC }, dtMs, wallMs),
  }));
  const cooling = state.cooling.map((previous, index) =>
    stepCooling(previous, at(coolingUnits, index), seed, epochMs, dtMs, environment.cooling),
  );
  const blockInputs = { ...environment, cooling };
  const blockEquipment = stepBlockEquipment(state.blockEquipment, seed, epochMs, dtMs, blockInputs);
  const flows = flowsAt(environment, machineStates, inverters, blockEquipment);
  return {
    seed,
    epochMs,
    eventfulFromMs,
    overrides,
    supply: environment.supply,
    inverters,
    machines: machineStates,
    cooling,
    blockEquipment,
    baseLoadKw: environment.baseKw,
    block: stepMeter(state.block, flows.block, seed, epochMs, dtMs),
    grid: stepMeter(state.grid, flows.grid, seed, epochMs, dtMs),
  };
}

/** The plant with one inverter changed; the same plant when it has no such unit. */
export function withInverter(state: PlantState, unit: number, change: (inverter: Inverter) => Inverter): PlantState {
  const inverters = state.inverters.map((inverter) => (inverter.unit === unit ? change(inverter) : inverter));
  return { ...state, inverters };
}

function createInverter(unit: number, seed: number, ambientC: number): Inverter {
  const socPct = 40 + 30 * uniform(seed, startSoc, unit);
  return {
    unit,
    battery: createBattery(ratings, socPct, ambientC),
    overrides: { estop: false, gridFault: false, statusCode: null },
  };
}

/** What acts on the devices from outside at an instant. */
interface Environment {
  readonly supply: Supply;
  readonly climateC: (climate: Climate) => number;
  /** At the site. */
  readonly outdoorC: number;
  readonly ambientC: number;
  readonly disturbance: Disturbance;
  readonly itKw: number;
  readonly baseKw: number;
  readonly cooling: CoolingInputs;
}

function environmentAt(seed: number, epochMs: number, overrides: PlantOverrides, eventfulFromMs: number): Environment {
  const outdoors = new Map(
    [westLondon, siliconValley, munich].map((climate) => [
      climate,
      overrides.outdoorC ?? outdoorTemperatureC(climate, seed, epochMs),
    ]),
  );
  const climateC = (climate: Climate): number => outdoors.get(climate) ?? Number.NaN;
  const outdoorC = climateC(westLondon);
  // Conditioned rooms follow the weather only a little.
  const ambientC = overrides.ambientC ?? 23 + 0.1 * (outdoorC - 18);
  const itKw = blockItKw(seed, epochMs);
  const disturbance = disturbanceAt(seed, epochMs, eventfulFromMs);
  const { flowShare: facilityFlowShare, warmAirK: facilityWarmK } = disturbance;
  return {
    supply: supplyAt(seed, epochMs, overrides),
    climateC,
    outdoorC,
    ambientC,
    disturbance,
    itKw,
    baseKw: baseLoadKw(seed, epochMs),
    cooling: { itKw, outdoorC, ambientC, facilityFlowShare, facilityWarmK },
  };
}

/** The grid carries the block, the machines, the site's battery and the base load, and nothing else. */
function flowsAt(
  { itKw, baseKw }: Environment,
  machineStates: readonly MachineState[],
  inverters: readonly Inverter[],
  { ups }: BlockEquipment,
): { readonly block: Flow; readonly grid: Flow } {
  const block = steadyFlow(itKw + blockAuxiliaryKw(itKw) + ups.batteryKw, blockPowerFactor);
  const machineFlows = machineStates.map(({ powerKw, meanKw }, index) => ({
    powerKw,
    meanKw,
    reactiveKvar: reactiveKvar(powerKw, powerFactor(at(machines, index), powerKw)),
  }));
  const { powerKw, meanKw } = at(inverters, 0).battery;
  const battery = { powerKw, meanKw, reactiveKvar: 0 };
  return { block, grid: addFlows([block, ...machineFlows, battery, steadyFlow(baseKw, basePowerFactor)]) };
}

/** A load that changes slowly: its value at the end of a step stands for the step. */
function steadyFlow(powerKw: number, powerFactor: number): Flow {
  return { powerKw, meanKw: powerKw, reactiveKvar: reactiveKvar(powerKw, powerFactor) };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`the plant has no part ${index}`);
  return item;
}
