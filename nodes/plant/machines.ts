import { clamp, hours, lag } from './arithmetic.ts';
import { type DutyCycle, levelAt, meanLevel } from './duty-cycle.ts';
import { localTime } from './local-time.ts';
import { streamKey, uniform, wander } from './noise.ts';
import { shiftFactor } from './shift.ts';
import { type Climate, munich, siliconValley } from './weather.ts';

export interface Machine {
  readonly unit: number;
  readonly name: string;
  readonly kind: keyof typeof duties;
  readonly ratedKw: number;
  readonly climate: Climate;
  readonly stream: number;
}

export const Operation = { idle: 0, running: 1, maintenance: 2, fault: 3 } as const;
type Operation = (typeof Operation)[keyof typeof Operation];

export interface MachineState {
  readonly operation: Operation;
  readonly powerKw: number;
  /** Mean of the last step, which the energy counter counts. */
  readonly meanKw: number;
  readonly energyKwh: number;
  /** Pieces, strokes or m³ since the start; absent where the machine makes nothing. */
  readonly produced: number | undefined;
  readonly temperatureC: number;
}

/** How a machine runs while it runs. */
interface Duty {
  readonly cycle: DutyCycle;
  /** What one cycle makes; absent where the machine makes nothing. */
  readonly perCycle?: number;
}

interface Conditions {
  readonly machine: Machine;
  readonly seed: number;
  readonly epochMs: number;
  readonly shift: number;
  readonly outdoorC: number;
}

const minuteMs = 60_000;
/** Production is planned, interrupted and repaired by the quarter hour. */
const windowMs = 15 * minuteMs;
const availability = 0.94;
const faultsPerWindow = 0.002;
const roomC = 22;
const riseAtRatedC = 30;
const thermalTimeConstantMs = 12 * minuteMs;
const noiseShare = 0.03;
const noiseMs = 20_000;

// No period divides a minute: samples taken each minute would always meet the same phase.
const duties = { compressor, hvac, conveyor, hydraulicPump, injectionMolding };

export const machines: readonly Machine[] = [
  machine(11, 'Compressor-1', 'compressor', 55, siliconValley),
  machine(12, 'HVAC-Main', 'hvac', 150, siliconValley),
  machine(13, 'Conveyor-A', 'conveyor', 22, siliconValley),
  machine(14, 'Hydraulic-Pump-1', 'hydraulicPump', 45, siliconValley),
  machine(15, 'Injection-Molding-1', 'injectionMolding', 120, siliconValley),
  machine(16, 'Compressor-EU-1', 'compressor', 90, munich),
  machine(17, 'HVAC-EU-North', 'hvac', 200, munich),
];

function machine(unit: number, name: string, kind: Machine['kind'], ratedKw: number, climate: Climate): Machine {
  return { unit, name, kind, ratedKw, climate, stream: streamKey(name) };
}

export function createMachine(machine: Machine, seed: number, epochMs: number, outdoorC: number): MachineState {
  const { cycle, perCycle } = dutyOf(machine, seed, epochMs, outdoorC);
  const start = {
    operation: Operation.idle,
    powerKw: 0,
    meanKw: 0,
    energyKwh: 0,
    produced: perCycle === undefined ? undefined : 0,
    temperatureC: roomC + riseAtRatedC * levelAt(cycle, epochMs),
  };
  return stepMachine(start, machine, seed, epochMs, 0, outdoorC);
}

/** The machine at `epochMs`, `dtMs` after `state`. Its load is a function of seed and instant; only counters add up. */
export function stepMachine(
  state: MachineState,
  machine: Machine,
  seed: number,
  epochMs: number,
  dtMs: number,
  outdoorC: number,
): MachineState {
  const startMs = epochMs - dtMs;
  const middleMs = epochMs - dtMs / 2;
  const now = dutyOf(machine, seed, epochMs, outdoorC);
  const during = dutyOf(machine, seed, middleMs, outdoorC);
  const level = meanLevel(during.cycle, startMs, epochMs);
  const meanKw = level * machine.ratedKw * noise(machine, seed, middleMs);
  const made = (during.perCycle ?? 0) * (dtMs / during.cycle.periodMs);
  return {
    operation: now.operation,
    powerKw: levelAt(now.cycle, epochMs) * machine.ratedKw * noise(machine, seed, epochMs),
    meanKw,
    energyKwh: state.energyKwh + meanKw * hours(dtMs),
    produced: state.produced === undefined ? undefined : state.produced + made,
    temperatureC: lag(state.temperatureC, roomC + riseAtRatedC * level, dtMs, thermalTimeConstantMs),
  };
}

/** Rises with the load, as it does for every induction motor. */
export const powerFactor = ({ ratedKw }: Machine, powerKw: number): number =>
  0.85 + 0.1 * clamp(powerKw / ratedKw, 0, 1);

function noise({ stream }: Machine, seed: number, epochMs: number): number {
  return 1 + noiseShare * wander(seed, stream, epochMs, noiseMs);
}

function dutyOf(machine: Machine, seed: number, epochMs: number, outdoorC: number): Duty & { operation: Operation } {
  const shift = shiftFactor(machine.climate.timeZone, epochMs);
  const duty = duties[machine.kind]({ machine, seed, epochMs, shift, outdoorC });
  const operation = operationAt(machine, seed, epochMs, shift);
  return operation === Operation.running ? { ...duty, operation } : { ...stopped(machine, duty), operation };
}

function operationAt({ kind, stream, climate }: Machine, seed: number, epochMs: number, shift: number): Operation {
  const window = Math.floor(epochMs / windowMs);
  const draw = uniform(seed, stream, window);
  if (draw > 1 - faultsPerWindow) return Operation.fault;
  if (kind === 'hvac' || kind === 'compressor') return Operation.running;
  const { weekday, hour } = localTime(climate.timeZone, epochMs);
  if (weekday === 6 && hour >= 8 && hour < 10) return Operation.maintenance;
  return draw < shift * availability ? Operation.running : Operation.idle;
}

/** Controls and heaters draw a little; nothing is made. */
function stopped({ kind }: Machine, { cycle, perCycle }: Duty): Duty {
  const level = kind === 'injectionMolding' ? 0.12 : 0.05;
  const idle = { cycle: { periodMs: cycle.periodMs, phases: [{ share: 1, level }] } };
  return perCycle === undefined ? idle : { ...idle, perCycle: 0 };
}

/** Loads for the share of time that the demand asks for and idles unloaded the rest; counts delivered m³. */
function compressor({ machine, seed, epochMs, shift }: Conditions): Duty {
  const periodMs = 97_000;
  const m3PerKwh = 9;
  const demand = clamp(shift * (0.72 + 0.2 * wander(seed, ~machine.stream, epochMs, 20 * minuteMs)), 0.1, 0.98);
  const phases = [
    { share: demand, level: 0.7 + 0.25 * demand },
    { share: 1 - demand, level: 0.25 },
  ];
  return { cycle: { periodMs, phases }, perCycle: machine.ratedKw * m3PerKwh * hours(periodMs) * demand };
}

/** Heat from people and machines follows the shift, heat through the walls the weather; three stages switch. */
function hvac({ machine, shift, outdoorC }: Conditions): Duty {
  const stages = 3;
  const balanceC = 18;
  const gapK = Math.abs(outdoorC - balanceC);
  const thermalShare = 1.4 * shift + 0.06 * gapK;
  const coefficientOfPerformance = clamp(4.5 - 0.085 * gapK, 2, 4.5);
  const stage = clamp(thermalShare / coefficientOfPerformance, 0.05, 0.98) * stages;
  const running = Math.floor(stage);
  const upper = stage - running;
  const phases = [
    { share: upper, level: (running + 1) / stages },
    { share: 1 - upper, level: Math.max(running / stages, 0.04) },
  ];
  return { cycle: { periodMs: machine.ratedKw > 175 ? 277_000 : 251_000, phases } };
}

/** Drive power grows with speed to the power of 2.5 and with the load on the belt. */
function conveyor({ machine, seed, epochMs }: Conditions): Duty {
  const speed = 0.92 + 0.06 * wander(seed, ~machine.stream, epochMs, 10 * minuteMs);
  const load = 0.75 + 0.2 * wander(seed, ~machine.stream, epochMs, minuteMs);
  return { cycle: { periodMs: 7_000 / speed, phases: [{ share: 1, level: speed ** 2.5 * load }] }, perCycle: 1 };
}

/** Build, hold and release the pressure; counts strokes. */
function hydraulicPump(): Duty {
  const phases = [
    { share: 2 / 6, level: 0.87 },
    { share: 3 / 6, level: 0.3 },
    { share: 1 / 6, level: 0.15 },
  ];
  return { cycle: { periodMs: 37_000, phases }, perCycle: 1 };
}

/** Heating, injection, cooling, ejection; counts good parts. */
function injectionMolding(): Duty {
  const goodShare = 0.98;
  const phases = [
    { share: 0.3, level: 0.85 },
    { share: 0.15, level: 0.95 },
    { share: 0.45, level: 0.35 },
    { share: 0.1, level: 0.15 },
  ];
  return { cycle: { periodMs: 43_000, phases }, perCycle: goodShare };
}
