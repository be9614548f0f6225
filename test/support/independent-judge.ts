import type { GuardedDevice } from '../../nodes/safety/limits.ts';
import type { Snapshot, Tag } from '../../nodes/safety/snapshot.ts';

/**
 * A second implementation of the 23 rules of the safety envelope, written from their table and never from the guard.
 * The guard computes an interval; the judge asks of one power, rule by rule, whether it is forbidden. The figures are
 * repeated here on purpose: a wrong constant in the guard must not make both sides agree.
 */
export class IndependentJudge {
  readonly #device: GuardedDevice;
  readonly #memory: Memory = {
    latched: new Set(),
    recoveringLow: false,
    recoveringHigh: false,
    floorReached: false,
    ceilingReached: false,
    cellsFull: false,
    cellsEmpty: false,
  };
  readonly #acceptedAtMs = new Map<string, number[]>();
  #now: Snapshot | undefined;

  constructor(device: GuardedDevice) {
    this.#device = device;
  }

  /** Takes the next snapshot of the history in. */
  observe(snapshot: Snapshot): void {
    this.#now = snapshot;
    remember(this.#memory, snapshot, this.#device);
  }

  isLatched(latch: Latch): boolean {
    return this.#memory.latched.has(latch);
  }

  /** Whether an operator may release this latch at this moment. */
  mayRelease(latch: Latch): boolean {
    const now = this.#now;
    if (!now || !this.#memory.latched.has(latch)) return false;
    if (latch === 'estop') return now.estop === 0;
    if (latch === 'temp_critical_high') return measured(now.cellTempMaxC) && now.cellTempMaxC <= 60;
    if (latch === 'temp_critical_low') return measured(now.cellTempMinC) && now.cellTempMinC >= -20;
    return true;
  }

  release(latch: Latch): void {
    const soc = this.#now?.socPct;
    this.#memory.latched.delete(latch);
    if (latch === 'soc_critical_low') this.#memory.recoveringLow = !(measured(soc) && soc >= 4);
    if (latch === 'soc_critical_high') this.#memory.recoveringHigh = !(measured(soc) && soc <= 96);
  }

  /** Rules that forbid this power to stand, whoever asked for it. Zero is never forbidden. */
  forbids(powerKw: number, slackKw = roundingKw): Rule[] {
    const moment = { ...this.#moment, slackKw };
    if (powerKw === 0) return [];
    return standingRules.filter((rule) => forbidden[rule](powerKw, moment));
  }

  /**
   * Rules that forbid this command, in the order of the table. Zero is refused only without a connection. A negative
   * slack gives the strictest reading, in which the very edge of a limit is already broken.
   */
  violations(command: Command, slackKw = roundingKw): Rule[] {
    const { targetKw } = command;
    if (typeof targetKw !== 'number' || !Number.isFinite(targetKw)) return ['not_finite'];
    if (targetKw === 0) return this.#moment.now.connected ? [] : ['disconnected'];
    const wireKw = this.#device.onWire(targetKw);
    const found = new Set(this.forbids(targetKw, slackKw));
    if (typeof wireKw !== 'number' || Math.abs(wireKw - targetKw) > this.#device.stepKw / 2 + roundingKw) {
      found.add('register_range');
    } else {
      for (const rule of this.forbids(wireKw, slackKw)) found.add(rule);
    }
    if (this.#tooSteep(targetKw, command, slackKw)) found.add('ramp_rate');
    if (this.#tooOften(command)) found.add('command_rate');
    return rules.filter((rule) => found.has(rule));
  }

  /** Counts an accepted command against its key; a zero costs nothing. */
  accepted({ targetKw, key, nowMs }: Command): void {
    if (targetKw === 0) return;
    this.#acceptedAtMs.set(key, [...this.#within(key, nowMs), nowMs]);
  }

  get #moment(): Omit<Moment, 'slackKw'> {
    if (!this.#now) throw new Error('the judge has not seen a snapshot yet');
    return { now: this.#now, memory: this.#memory, device: this.#device };
  }

  #tooSteep(targetKw: number, { lastKw, sinceLastMs }: Command, slackKw: number): boolean {
    const perMinute = this.#device.limits.rampKwPerMinute;
    const sameSide = Math.sign(targetKw) === Math.sign(lastKw) || Math.abs(targetKw) <= slackKw;
    const towardsZero = sameSide && Math.abs(targetKw) <= Math.abs(lastKw);
    if (perMinute === undefined || towardsZero) return false;
    return Math.abs(targetKw - lastKw) > perMinute * Math.min(1, sinceLastMs / 60_000) + slackKw;
  }

  #tooOften({ key, nowMs }: Command): boolean {
    return this.#within(key, nowMs).length >= this.#device.limits.commandsPerMinute;
  }

  #within(key: string, nowMs: number): number[] {
    return (this.#acceptedAtMs.get(key) ?? []).filter((atMs) => nowMs - atMs < 60_000);
  }
}

export interface Command {
  readonly targetKw: unknown;
  readonly key: string;
  readonly nowMs: number;
  /** The setpoint that stands, and how long ago it was set. */
  readonly lastKw: number;
  readonly sinceLastMs: number;
}

export const latches = [
  'estop',
  'temp_critical_high',
  'temp_critical_low',
  'soc_critical_low',
  'soc_critical_high',
] as const;
export type Latch = (typeof latches)[number];

/** Rules that judge any power, in the order of the table. */
const standingRules = [
  'estop',
  'disconnected',
  'stale_telemetry',
  'invalid_telemetry',
  'device_fault',
  'grid_fault',
  'ids_alert',
  'temp_critical_high',
  'temp_critical_low',
  'temp_high',
  'temp_low_charge',
  'soc_critical_low',
  'soc_critical_high',
  'soc_min',
  'soc_max',
  'cell_voltage',
  'power_limit',
  'grid_limit',
  'energy_horizon',
  'watchdog',
] as const;

/** Every rule in the order of the table. */
export const rules = [
  'not_finite',
  ...standingRules.slice(0, standingRules.indexOf('energy_horizon')),
  'ramp_rate',
  'command_rate',
  'register_range',
  'energy_horizon',
  'watchdog',
] as const;
export type Rule = (typeof rules)[number];

interface Memory {
  readonly latched: Set<Latch>;
  recoveringLow: boolean;
  recoveringHigh: boolean;
  floorReached: boolean;
  ceilingReached: boolean;
  cellsFull: boolean;
  cellsEmpty: boolean;
}

interface Moment {
  readonly now: Snapshot;
  readonly memory: Memory;
  readonly device: GuardedDevice;
  readonly slackKw: number;
}

/** Double rounding must not look like a violation. */
const roundingKw = 1e-9;
const roundingV = 1e-9;

const measured = (tag: Tag): tag is number => Number.isFinite(tag);
/** The device has such a point, but it says nothing usable. */
const mute = (tag: Tag): boolean => tag !== undefined && !Number.isFinite(tag);

function remember(memory: Memory, now: Snapshot, { limits }: GuardedDevice): void {
  const { socPct, cellTempMaxC, cellTempMinC, cellVoltageMaxV, cellVoltageMinV } = now;
  if (measured(now.estop) && now.estop !== 0) memory.latched.add('estop');
  if (measured(cellTempMaxC) && cellTempMaxC > 60) memory.latched.add('temp_critical_high');
  if (measured(cellTempMinC) && cellTempMinC < -20) memory.latched.add('temp_critical_low');
  if (measured(socPct)) {
    if (socPct >= 4) memory.recoveringLow = false;
    if (socPct <= 96) memory.recoveringHigh = false;
    if (socPct < 2 && !memory.recoveringLow) memory.latched.add('soc_critical_low');
    if (socPct > 98 && !memory.recoveringHigh) memory.latched.add('soc_critical_high');
    memory.floorReached = socPct <= limits.socMinPct || (memory.floorReached && socPct < limits.socMinPct + 2);
    memory.ceilingReached = socPct >= limits.socMaxPct || (memory.ceilingReached && socPct > limits.socMaxPct - 2);
  }
  const { cellVoltageMaxV: fullV, cellVoltageMinV: emptyV } = limits;
  if (fullV !== undefined && measured(cellVoltageMaxV)) {
    memory.cellsFull = cellVoltageMaxV >= fullV || (memory.cellsFull && cellVoltageMaxV > fullV - 0.05 + roundingV);
  }
  if (emptyV !== undefined && measured(cellVoltageMinV)) {
    memory.cellsEmpty = cellVoltageMinV <= emptyV || (memory.cellsEmpty && cellVoltageMinV < emptyV + 0.05 - roundingV);
  }
}

const outside = (tag: Tag, band: readonly [number, number] | undefined): boolean =>
  band !== undefined && tag !== undefined && !(measured(tag) && tag >= band[0] && tag <= band[1]);

const plausible = (tag: Tag, low: number, high: number): boolean => measured(tag) && tag >= low && tag <= high;

const aboveShare = (powerKw: number, share: number, { device, slackKw }: Moment): boolean =>
  powerKw > share * device.ratedChargeKw + slackKw || -powerKw > share * device.ratedDischargeKw + slackKw;

/** Whether a power other than zero is forbidden by a rule. */
const forbidden: Record<(typeof standingRules)[number], (powerKw: number, moment: Moment) => boolean> = {
  estop: (_, { now, memory }) => memory.latched.has('estop') || mute(now.estop),
  disconnected: (_, { now }) => !now.connected,
  stale_telemetry: (_, { now, device }) => !(now.ageMs <= device.staleMs) || now.heartbeatUnchanged >= 3,
  invalid_telemetry: (_, { now }) =>
    now.invalid.length > 0 ||
    !plausible(now.socPct, 0, 100) ||
    !plausible(now.cellTempMaxC, -40, 120) ||
    !plausible(now.cellTempMinC, -40, 120) ||
    !measured(now.powerKw) ||
    !measured(now.statusCode),
  device_fault: (_, { now, device }) => measured(now.statusCode) && !device.okStates.includes(now.statusCode),
  grid_fault: (_, { now, device: { limits } }) =>
    (now.gridFault !== undefined && now.gridFault !== 0) ||
    outside(now.frequencyHz, limits.frequencyHz) ||
    outside(now.gridVoltageV, limits.gridVoltageV),
  ids_alert: (_, { now, device }) => now.idsAlert && device.limits.idsAlert === 'block',
  temp_critical_high: (_, { memory }) => memory.latched.has('temp_critical_high'),
  temp_critical_low: (_, { memory }) => memory.latched.has('temp_critical_low'),
  temp_high(powerKw, moment) {
    const { cellTempMaxC } = moment.now;
    const { tempHighC, tempStopC } = moment.device.limits;
    if (!measured(cellTempMaxC)) return false;
    return cellTempMaxC >= tempStopC || (cellTempMaxC > tempHighC && aboveShare(powerKw, 0.5, moment));
  },
  temp_low_charge(powerKw, { now: { cellTempMinC }, device, slackKw }) {
    const { chargeTempMinC } = device.limits;
    if (powerKw < 0 || !measured(cellTempMinC) || cellTempMinC >= chargeTempMinC + 10) return false;
    return powerKw > Math.max(0, (cellTempMinC - chargeTempMinC) / 10) * device.ratedChargeKw + slackKw;
  },
  soc_critical_low: (powerKw, moment) =>
    moment.memory.latched.has('soc_critical_low') ||
    (moment.memory.recoveringLow && (powerKw < 0 || aboveShare(powerKw, 0.1, moment))),
  soc_critical_high: (powerKw, moment) =>
    moment.memory.latched.has('soc_critical_high') ||
    (moment.memory.recoveringHigh && (powerKw > 0 || aboveShare(powerKw, 0.1, moment))),
  soc_min(powerKw, moment) {
    const { now, memory, device } = moment;
    if (powerKw > 0) return false;
    if (memory.floorReached) return true;
    return measured(now.socPct) && now.socPct < device.limits.socMinPct + 5 && aboveShare(powerKw, 0.5, moment);
  },
  soc_max(powerKw, moment) {
    const { now, memory, device } = moment;
    if (powerKw < 0) return false;
    if (memory.ceilingReached) return true;
    return measured(now.socPct) && now.socPct > device.limits.socMaxPct - 5 && aboveShare(powerKw, 0.5, moment);
  },
  cell_voltage(powerKw, { now, memory, device: { limits } }) {
    const [limitV, cellV] =
      powerKw > 0 ? [limits.cellVoltageMaxV, now.cellVoltageMaxV] : [limits.cellVoltageMinV, now.cellVoltageMinV];
    if (limitV === undefined || cellV === undefined) return false;
    return mute(cellV) || (powerKw > 0 ? memory.cellsFull : memory.cellsEmpty);
  },
  power_limit(powerKw, moment) {
    const reportedKw = powerKw > 0 ? moment.now.chargeLimitKw : moment.now.dischargeLimitKw;
    if (aboveShare(powerKw, 1, moment) || mute(reportedKw)) return true;
    return measured(reportedKw) && Math.abs(powerKw) > Math.max(0, reportedKw) + moment.slackKw;
  },
  grid_limit(powerKw, { now: { gridPowerKw, powerKw: measuredKw }, device: { limits }, slackKw }) {
    const limitKw = powerKw > 0 ? limits.gridImportKw : limits.gridExportKw;
    if (limitKw === undefined) return false;
    // A site limit without a meter cannot be kept, so no meter is no excuse.
    if (!measured(gridPowerKw) || !measured(measuredKw)) return true;
    const gridAfterKw = gridPowerKw + powerKw - measuredKw;
    return (powerKw > 0 ? gridAfterKw : -gridAfterKw) > limitKw + slackKw;
  },
  energy_horizon(powerKw, { now: { socPct }, device, slackKw }) {
    if (!measured(socPct)) return false;
    const points = powerKw < 0 ? socPct - device.limits.socMinPct : device.limits.socMaxPct - socPct;
    const leftKwh = (points / 100) * device.capacityKwh;
    const horizonHours = (2 * device.cycleMs) / 3_600_000;
    return Math.abs(powerKw) > leftKwh / horizonHours + slackKw;
  },
  watchdog: (_, { now }) => now.watchdogFailures >= 2,
};
