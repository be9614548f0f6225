import { clamp, hours, lag, ramp } from './arithmetic.ts';

export interface BatteryRatings {
  readonly chargeKw: number;
  readonly dischargeKw: number;
  readonly capacityKwh: number;
}

/** A battery with its inverter, as the device itself knows it. Powers are at the AC terminals; positive charges. */
export interface BatteryState {
  readonly ratings: BatteryRatings;
  /** What the setpoint register shows. */
  readonly setpointKw: number;
  /** What the inverter follows; differs from the register only while a fault makes the device cheat. */
  readonly followedKw: number;
  readonly gatewayHeartbeat: number;
  readonly watchdog: Watchdog;
  readonly uptimeMs: number;
  readonly statusCode: number;
  readonly estop: boolean;
  readonly gridFault: boolean;
  readonly powerKw: number;
  /** Mean of the last step, which the energy counters and the grid meter count. */
  readonly meanKw: number;
  readonly storedKwh: number;
  readonly cellC: number;
  readonly chargedKwh: number;
  readonly dischargedKwh: number;
}

interface Watchdog {
  readonly lastHeartbeat: number;
  readonly unchangedMs: number;
}

export interface BatteryInputs {
  readonly ambientC: number;
  readonly estop: boolean;
  readonly gridFault: boolean;
  /** Forces the inverter's status; null leaves it to the inverter. */
  readonly statusCode: number | null;
}

export const InverterStatus = { running: 0, overTemperature: 10, emergencyStop: 20 } as const;

/** One way through converter and cells: 0.92 there and back, usual for LFP. */
export const oneWayEfficiency = Math.sqrt(0.92);
const watchdogLimitMs = 10_000;

const converterEfficiency = 0.98;
const rampKwPerSecond = 250;
const seriesCells = 228;
const packResistanceOhm = 0.05;
const heatCapacityKwhPerK = 1.1;
const coolingKwPerK = 0.4;
const cellSpreadC = 0.8;
const cellSpreadV = 0.004;
const tripAboveC = 60;
/** The BMS lets a trickle through until the very end, so that full and empty are reached and not only approached. */
const trickleShare = 0.05;
const thermalTimeConstantMs = (heatCapacityKwhPerK / coolingKwPerK) * 3_600_000;

/** Open-circuit voltage of an LFP cell over its state of charge, in V. */
const openCircuitV: readonly (readonly [socPct: number, volts: number])[] = [
  [0, 2.8],
  [5, 3.1],
  [10, 3.2],
  [20, 3.25],
  [40, 3.29],
  [60, 3.31],
  [80, 3.335],
  [95, 3.36],
  [98, 3.42],
  [100, 3.5],
];

export function createBattery(ratings: BatteryRatings, socPct: number, ambientC: number): BatteryState {
  return {
    ratings,
    setpointKw: 0,
    followedKw: 0,
    gatewayHeartbeat: 0,
    watchdog: { lastHeartbeat: 0, unchangedMs: 0 },
    uptimeMs: 0,
    statusCode: InverterStatus.running,
    estop: false,
    gridFault: false,
    powerKw: 0,
    meanKw: 0,
    storedKwh: (ratings.capacityKwh * socPct) / 100,
    cellC: ambientC,
    chargedKwh: 0,
    dischargedKwh: 0,
  };
}

/**
 * The battery `dtMs` later. `wallMs` is what passed on the device's own clock, which a speeded-up plant does not speed
 * up: its watchdog and its heartbeat face a gateway that lives in real time.
 */
export function stepBattery(state: BatteryState, inputs: BatteryInputs, dtMs: number, wallMs: number): BatteryState {
  const statusCode = statusOf(state, inputs);
  const watchdog = superviseHeartbeat(state, wallMs);
  const cleared = statusCode !== InverterStatus.running || watchdog.unchangedMs >= watchdogLimitMs;
  const commands = cleared ? { setpointKw: 0, followedKw: 0 } : state;
  const powered = followSetpoint({ ...state, ...commands, statusCode, gridFault: inputs.gridFault }, dtMs);
  return {
    ...state,
    setpointKw: commands.setpointKw,
    followedKw: commands.followedKw,
    watchdog,
    uptimeMs: state.uptimeMs + wallMs,
    statusCode,
    estop: inputs.estop,
    gridFault: inputs.gridFault,
    ...powered,
    ...store(state, powered.meanKw, dtMs),
    cellC: heat(state, powered.meanKw, inputs.ambientC, dtMs),
  };
}

/** The inverter after a restart: setpoint 0, no power, heartbeats from the start; the cells know nothing of it. */
export function rebootBattery(state: BatteryState): BatteryState {
  const watchdog = { lastHeartbeat: 0, unchangedMs: 0 };
  return { ...state, setpointKw: 0, followedKw: 0, gatewayHeartbeat: 0, watchdog, uptimeMs: 0, powerKw: 0 };
}

function statusOf(state: BatteryState, inputs: BatteryInputs): number {
  if (inputs.statusCode !== null) return inputs.statusCode;
  if (inputs.estop) return InverterStatus.emergencyStop;
  return cellTempMaxC(state) > tripAboveC ? InverterStatus.overTemperature : InverterStatus.running;
}

function superviseHeartbeat({ gatewayHeartbeat, setpointKw, watchdog }: BatteryState, wallMs: number): Watchdog {
  const alive = gatewayHeartbeat !== watchdog.lastHeartbeat || setpointKw === 0;
  return { lastHeartbeat: gatewayHeartbeat, unchangedMs: alive ? 0 : watchdog.unchangedMs + wallMs };
}

/** Power at the end of the step and its mean over the step: a ramp to what the BMS allows, a stop at once. */
function followSetpoint(state: BatteryState, dtMs: number): Pick<BatteryState, 'powerKw' | 'meanKw'> {
  if (state.statusCode !== InverterStatus.running || state.gridFault) return { powerKw: 0, meanKw: 0 };
  const targetKw = clamp(state.followedKw, -dischargeLimitKw(state), chargeLimitKw(state));
  const stepKw = (rampKwPerSecond * dtMs) / 1000;
  const powerKw = state.powerKw + clamp(targetKw - state.powerKw, -stepKw, stepKw);
  const rampingShare = stepKw === 0 ? 0 : Math.abs(powerKw - state.powerKw) / stepKw;
  const meanKw = powerKw + ((state.powerKw - powerKw) / 2) * rampingShare;
  return { powerKw, meanKw: withinRoom(state, meanKw, dtMs) };
}

/** A long step never takes out more than there is, nor puts in more than there is room for. */
function withinRoom({ storedKwh, ratings }: BatteryState, powerKw: number, dtMs: number): number {
  if (dtMs === 0) return powerKw;
  const mostOutKw = (storedKwh * oneWayEfficiency) / hours(dtMs);
  const mostInKw = (ratings.capacityKwh - storedKwh) / oneWayEfficiency / hours(dtMs);
  return clamp(powerKw, -mostOutKw, mostInKw);
}

function store(
  state: BatteryState,
  meanKw: number,
  dtMs: number,
): Pick<BatteryState, 'storedKwh' | 'chargedKwh' | 'dischargedKwh'> {
  const chargedKwh = Math.max(meanKw, 0) * hours(dtMs);
  const dischargedKwh = Math.max(-meanKw, 0) * hours(dtMs);
  const storedKwh = state.storedKwh + chargedKwh * oneWayEfficiency - dischargedKwh / oneWayEfficiency;
  return {
    storedKwh: clamp(storedKwh, 0, state.ratings.capacityKwh),
    chargedKwh: state.chargedKwh + chargedKwh,
    dischargedKwh: state.dischargedKwh + dischargedKwh,
  };
}

/** Ohmic heat warms the cells, the cooling draws them to the ambient. */
function heat(state: BatteryState, powerKw: number, ambientC: number, dtMs: number): number {
  const ohmicKw = (dcCurrentA(state, powerKw) ** 2 * packResistanceOhm) / 1000;
  return lag(state.cellC, ambientC + ohmicKw / coolingKwPerK, dtMs, thermalTimeConstantMs);
}

export const socPct = ({ storedKwh, ratings }: BatteryState): number => (storedKwh / ratings.capacityKwh) * 100;

/** Ages 20 % in 6000 full cycles. */
export const sohPct = ({ dischargedKwh, ratings }: BatteryState): number =>
  99.2 - (20 / 6000) * (dischargedKwh / ratings.capacityKwh);

export const cellTempMaxC = ({ cellC }: BatteryState): number => cellC + cellSpreadC;
export const cellTempMinC = ({ cellC }: BatteryState): number => cellC - cellSpreadC;

/** Charging power that the BMS allows now: less near full, none outside 0..55 °C. */
export function chargeLimitKw(state: BatteryState): number {
  const soc = socPct(state);
  if (soc >= 100) return 0;
  const byTemperature = Math.min(ramp(cellTempMinC(state), 0, 10), ramp(cellTempMaxC(state), 55, 45));
  return state.ratings.chargeKw * Math.max(trickleShare, ramp(soc, 100, 96)) * byTemperature;
}

/** Discharging power that the BMS allows now: less near empty, none outside −20..60 °C. */
export function dischargeLimitKw(state: BatteryState): number {
  const soc = socPct(state);
  if (soc <= 0) return 0;
  const byTemperature = Math.min(ramp(cellTempMinC(state), -20, -10), ramp(cellTempMaxC(state), 60, 50));
  return state.ratings.dischargeKw * Math.max(trickleShare, ramp(soc, 0, 4)) * byTemperature;
}

/** Current into the pack at an AC power, from the open-circuit voltage. */
export function dcCurrentA(state: BatteryState, powerKw = state.powerKw): number {
  const dcKw = powerKw > 0 ? powerKw * converterEfficiency : powerKw / converterEfficiency;
  return (dcKw * 1000) / (seriesCells * openCircuitCellV(socPct(state)));
}

export function dcVoltageV(state: BatteryState): number {
  return seriesCells * meanCellV(state);
}

export const cellVoltageMaxV = (state: BatteryState): number => meanCellV(state) + cellSpreadV;
export const cellVoltageMinV = (state: BatteryState): number => meanCellV(state) - cellSpreadV;

function meanCellV(state: BatteryState): number {
  return openCircuitCellV(socPct(state)) + (dcCurrentA(state) * packResistanceOhm) / seriesCells;
}

function openCircuitCellV(soc: number): number {
  const next = Math.max(
    1,
    openCircuitV.findIndex(([at]) => at >= soc),
  );
  const [fromPct, fromV] = openCircuitV[next - 1] ?? [0, 0];
  const [toPct, toV] = openCircuitV[next] ?? [0, 0];
  return fromV + ((toV - fromV) * (soc - fromPct)) / (toPct - fromPct);
}
