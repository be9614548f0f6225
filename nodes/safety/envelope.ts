import { criticalBounds as critical } from '../site/index.ts';
import { type GuardedDevice, shape } from './limits.ts';
import { type GuardState, known } from './guard-state.ts';
import type { Snapshot, Tag } from './snapshot.ts';

/** The rules in their fixed order; the first that a target breaks names the refusal (spec: safety envelope). */
export const constraints = [
  'not_finite',
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
  'ramp_rate',
  'command_rate',
  'register_range',
  'energy_horizon',
  'watchdog',
] as const;
export type Constraint = (typeof constraints)[number];

/** What one rule leaves of the range, kW; positive charges. Zero is inside every narrowing. */
export interface Narrowing {
  readonly constraint: Constraint;
  readonly minKw: number;
  readonly maxKw: number;
  /** What is broken, the limit in parentheses, the value: contract 000's style. */
  readonly reason: string;
}

/** The allowed interval [minKw, maxKw] and every rule that narrows it, in rule order. */
export interface Envelope {
  readonly minKw: number;
  readonly maxKw: number;
  readonly narrowings: readonly Narrowing[];
}

type Sides = Pick<Narrowing, 'minKw' | 'maxKw'>;
type Rule = (snapshot: Snapshot, state: GuardState, device: GuardedDevice) => readonly Narrowing[];

const stop: Sides = { minKw: 0, maxKw: 0 };
const noCharge: Sides = { minKw: -Infinity, maxKw: 0 };
const noDischarge: Sides = { minKw: 0, maxKw: Infinity };

/** The interval that telemetry, latches and limits allow now: each side the minimum over all rules that speak. */
export function envelopeOf(snapshot: Snapshot, state: GuardState, device: GuardedDevice): Envelope {
  const narrowings = rules.flatMap((rule) => rule(snapshot, state, device));
  const minKw = Math.max(-device.ratedDischargeKw, ...narrowings.map((narrowing) => narrowing.minKw));
  const maxKw = Math.min(device.ratedChargeKw, ...narrowings.map((narrowing) => narrowing.maxKw));
  // `+ 0` turns -0 into 0.
  return { minKw: Math.min(0, minKw) + 0, maxKw: Math.max(0, maxKw) + 0, narrowings };
}

const rules: readonly Rule[] = [
  estop,
  disconnected,
  staleTelemetry,
  invalidTelemetry,
  deviceFault,
  gridFault,
  idsAlert,
  temperatureCriticalHigh,
  temperatureCriticalLow,
  temperatureHigh,
  temperatureLowCharge,
  socCriticalLow,
  socCriticalHigh,
  socMin,
  socMax,
  cellVoltage,
  powerLimit,
  gridLimit,
  energyHorizon,
  watchdog,
];

function estop({ estop: pressed }: Snapshot, { latched }: GuardState): Narrowing[] {
  if (known(pressed) && pressed !== 0) return narrow('estop', stop, 'Emergency stop is pressed.');
  if (latched.has('estop')) return narrow('estop', stop, latchText('Emergency stop was pressed'));
  return [];
}

function disconnected({ connected }: Snapshot, _: GuardState, { deviceId }: GuardedDevice): Narrowing[] {
  return connected ? [] : narrow('disconnected', stop, `Device ${deviceId} is not connected.`);
}

function staleTelemetry(snapshot: Snapshot, _: GuardState, { staleMs }: GuardedDevice): Narrowing[] {
  const { ageMs, oldestPoint, heartbeatUnchanged } = snapshot;
  // Written so that an age that is not a number blocks.
  if (!(ageMs <= staleMs)) {
    const age = Number.isFinite(ageMs) ? `${oneDecimal(Math.round(ageMs) / 1000)} s` : 'never read';
    return narrow(
      'stale_telemetry',
      stop,
      `Telemetry older than the limit (${oneDecimal(staleMs / 1000)} s). Current age of ${oldestPoint}: ${age}`,
    );
  }
  if (heartbeatUnchanged < shape.heartbeatPolls) return [];
  return narrow(
    'stale_telemetry',
    stop,
    `Device heartbeat unchanged for the limit (${shape.heartbeatPolls} polls). Current: ${heartbeatUnchanged} polls`,
  );
}

function invalidTelemetry(snapshot: Snapshot): Narrowing[] {
  const [first] = snapshot.invalid;
  if (first) return narrow('invalid_telemetry', stop, `${first.point} is not valid: ${first.reason}.`);
  const broken = neededTags(snapshot).find(({ tag, range }) => !known(tag) || tag < range[0] || tag > range[1]);
  if (!broken) return [];
  const { name, tag, range } = broken;
  if (!known(tag)) return narrow('invalid_telemetry', stop, `The ${name} has no valid value.`);
  return narrow(
    'invalid_telemetry',
    stop,
    `The ${name} is outside its physical range (${range[0]}–${range[1]}). Current: ${tag}`,
  );
}

/** What no battery may be driven without, in the ranges that nature allows. A device without such a point cannot be driven. */
function neededTags(snapshot: Snapshot): { name: string; tag: Tag; range: readonly [number, number] }[] {
  const anything = [-Infinity, Infinity] as const;
  const celsius = [-40, 120] as const;
  const needed = [
    { name: 'state of charge', tag: snapshot.socPct, range: [0, 100] as const },
    { name: 'active power', tag: snapshot.powerKw, range: anything },
    { name: 'highest cell temperature', tag: snapshot.cellTempMaxC, range: celsius },
    { name: 'lowest cell temperature', tag: snapshot.cellTempMinC, range: celsius },
    { name: 'status code', tag: snapshot.statusCode, range: anything },
  ];
  if (snapshot.estop !== undefined) needed.push({ name: 'emergency stop', tag: snapshot.estop, range: anything });
  return needed;
}

function deviceFault({ statusCode }: Snapshot, _: GuardState, { okStates }: GuardedDevice): Narrowing[] {
  if (!known(statusCode) || okStates.includes(statusCode)) return [];
  return narrow(
    'device_fault',
    stop,
    `Device reports a fault (allowed status: ${okStates.join(', ')}). Current: ${statusCode}`,
  );
}

function gridFault(snapshot: Snapshot, _: GuardState, { limits }: GuardedDevice): Narrowing[] {
  const { gridFault: fault, frequencyHz, gridVoltageV } = snapshot;
  if (known(fault) && fault !== 0) return narrow('grid_fault', stop, 'Device reports a grid fault or islanding.');
  if (fault !== undefined && !known(fault)) return narrow('grid_fault', stop, 'The grid fault bit cannot be read.');
  return [
    ...outsideBand(frequencyHz, limits.frequencyHz, 'Grid frequency', 'Hz'),
    ...outsideBand(gridVoltageV, limits.gridVoltageV, 'Grid voltage', 'V'),
  ].slice(0, 1);
}

function outsideBand(tag: Tag, band: readonly [number, number] | undefined, name: string, unit: string): Narrowing[] {
  if (!band || tag === undefined) return [];
  const limits = `(${band[0]}–${band[1]} ${unit})`;
  if (!known(tag)) return narrow('grid_fault', stop, `${name} cannot be read; its band is ${limits}.`);
  if (tag >= band[0] && tag <= band[1]) return [];
  return narrow('grid_fault', stop, `${name} outside the trip band ${limits}. Current: ${tag} ${unit}`);
}

function idsAlert(snapshot: Snapshot, _: GuardState, { limits }: GuardedDevice): Narrowing[] {
  const blocks = snapshot.idsAlert && limits.idsAlert === 'block';
  return blocks ? narrow('ids_alert', stop, 'The intrusion detection reports an attack.') : [];
}

function temperatureCriticalHigh({ cellTempMaxC }: Snapshot, { latched }: GuardState): Narrowing[] {
  const text = `Cell temperature above critical maximum (${oneDecimal(critical.tempHighC)}°C)`;
  if (known(cellTempMaxC) && cellTempMaxC > critical.tempHighC) {
    return narrow('temp_critical_high', stop, `${text}. Current: ${oneDecimal(cellTempMaxC)}°C`);
  }
  return latched.has('temp_critical_high') ? narrow('temp_critical_high', stop, latchText(text)) : [];
}

function temperatureCriticalLow({ cellTempMinC }: Snapshot, { latched }: GuardState): Narrowing[] {
  const text = `Cell temperature below critical minimum (${oneDecimal(critical.tempLowC)}°C)`;
  if (known(cellTempMinC) && cellTempMinC < critical.tempLowC) {
    return narrow('temp_critical_low', stop, `${text}. Current: ${oneDecimal(cellTempMinC)}°C`);
  }
  return latched.has('temp_critical_low') ? narrow('temp_critical_low', stop, latchText(text)) : [];
}

function temperatureHigh({ cellTempMaxC }: Snapshot, _: GuardState, device: GuardedDevice): Narrowing[] {
  const { tempHighC, tempStopC } = device.limits;
  if (!known(cellTempMaxC) || cellTempMaxC <= tempHighC) return [];
  const current = `Current: ${oneDecimal(cellTempMaxC)}°C`;
  if (cellTempMaxC >= tempStopC) {
    return narrow(
      'temp_high',
      stop,
      `Cell temperature at or above the stop threshold (${oneDecimal(tempStopC)}°C). ${current}`,
    );
  }
  return narrow(
    'temp_high',
    derated(device),
    `Cell temperature above the derating threshold (${oneDecimal(tempHighC)}°C): power limited to 50%. ${current}`,
  );
}

function temperatureLowCharge({ cellTempMinC }: Snapshot, _: GuardState, device: GuardedDevice): Narrowing[] {
  const { chargeTempMinC } = device.limits;
  if (!known(cellTempMinC) || cellTempMinC >= chargeTempMinC + shape.chargeTempSpanC) return [];
  const share = Math.max(0, (cellTempMinC - chargeTempMinC) / shape.chargeTempSpanC);
  const maxKw = device.ratedChargeKw * share;
  return narrow(
    'temp_low_charge',
    { minKw: -Infinity, maxKw },
    `Cell temperature too low to charge above ${kilowatts(maxKw)} (no charge below ${oneDecimal(chargeTempMinC)}°C). Current: ${oneDecimal(cellTempMinC)}°C`,
  );
}

function socCriticalLow({ socPct }: Snapshot, { latched, recovering }: GuardState, device: GuardedDevice): Narrowing[] {
  const text = `SOC below critical minimum (${oneDecimal(critical.socLowPct)}%)`;
  if (recovering.has('soc_critical_low')) {
    const maxKw = device.ratedChargeKw * shape.recoveryShare;
    return narrow(
      'soc_critical_low',
      { minKw: 0, maxKw },
      `${text}, released: only charging up to ${kilowatts(maxKw)}. ${currentSoc(socPct)}`,
    );
  }
  if (known(socPct) && socPct < critical.socLowPct)
    return narrow('soc_critical_low', stop, `${text}. ${currentSoc(socPct)}`);
  return latched.has('soc_critical_low') ? narrow('soc_critical_low', stop, latchText(text)) : [];
}

function socCriticalHigh(
  { socPct }: Snapshot,
  { latched, recovering }: GuardState,
  device: GuardedDevice,
): Narrowing[] {
  const text = `SOC above critical maximum (${oneDecimal(critical.socHighPct)}%)`;
  if (recovering.has('soc_critical_high')) {
    const minKw = -device.ratedDischargeKw * shape.recoveryShare;
    return narrow(
      'soc_critical_high',
      { minKw, maxKw: 0 },
      `${text}, released: only discharging up to ${kilowatts(-minKw)}. ${currentSoc(socPct)}`,
    );
  }
  if (known(socPct) && socPct > critical.socHighPct)
    return narrow('soc_critical_high', stop, `${text}. ${currentSoc(socPct)}`);
  return latched.has('soc_critical_high') ? narrow('soc_critical_high', stop, latchText(text)) : [];
}

function socMin({ socPct }: Snapshot, { socFloorHeld }: GuardState, device: GuardedDevice): Narrowing[] {
  const floor = device.limits.socMinPct;
  if (!known(socPct)) return [];
  if (socPct <= floor)
    return narrow(
      'soc_min',
      noDischarge,
      `SOC ${socPct < floor ? 'below' : 'at'} minimum threshold (${oneDecimal(floor)}%). ${currentSoc(socPct)}`,
    );
  if (socFloorHeld) {
    const releasePct = floor + shape.socReleasePoints;
    return narrow(
      'soc_min',
      noDischarge,
      `SOC not yet back above the release of the minimum threshold (${oneDecimal(releasePct)}%). ${currentSoc(socPct)}`,
    );
  }
  const derateBelow = floor + shape.socDeratePoints;
  if (socPct >= derateBelow) return [];
  return narrow(
    'soc_min',
    { ...derated(device), maxKw: Infinity },
    `SOC near the minimum threshold (${oneDecimal(derateBelow)}%): discharge limited to 50%. ${currentSoc(socPct)}`,
  );
}

function socMax({ socPct }: Snapshot, { socCeilingHeld }: GuardState, device: GuardedDevice): Narrowing[] {
  const ceiling = device.limits.socMaxPct;
  if (!known(socPct)) return [];
  if (socPct >= ceiling)
    return narrow(
      'soc_max',
      noCharge,
      `SOC ${socPct > ceiling ? 'above' : 'at'} maximum threshold (${oneDecimal(ceiling)}%). ${currentSoc(socPct)}`,
    );
  if (socCeilingHeld) {
    const releasePct = ceiling - shape.socReleasePoints;
    return narrow(
      'soc_max',
      noCharge,
      `SOC not yet back below the release of the maximum threshold (${oneDecimal(releasePct)}%). ${currentSoc(socPct)}`,
    );
  }
  const derateAbove = ceiling - shape.socDeratePoints;
  if (socPct <= derateAbove) return [];
  return narrow(
    'soc_max',
    { ...derated(device), minKw: -Infinity },
    `SOC near the maximum threshold (${oneDecimal(derateAbove)}%): charge limited to 50%. ${currentSoc(socPct)}`,
  );
}

function cellVoltage(snapshot: Snapshot, state: GuardState, { limits }: GuardedDevice): Narrowing[] {
  return [
    ...cellSide(
      snapshot.cellVoltageMaxV,
      limits.cellVoltageMaxV,
      state.cellHighHeld,
      noCharge,
      'Highest cell voltage at or above',
    ),
    ...cellSide(
      snapshot.cellVoltageMinV,
      limits.cellVoltageMinV,
      state.cellLowHeld,
      noDischarge,
      'Lowest cell voltage at or below',
    ),
  ];
}

function cellSide(tag: Tag, limit: number | undefined, held: boolean, sides: Sides, text: string): Narrowing[] {
  if (limit === undefined || tag === undefined) return [];
  if (!known(tag))
    return narrow('cell_voltage', sides, `${text} the limit (${limit} V) cannot be excluded: it cannot be read.`);
  const beyond = sides === noCharge ? tag >= limit : tag <= limit;
  return beyond || held ? narrow('cell_voltage', sides, `${text} the limit (${limit} V). Current: ${tag} V`) : [];
}

function powerLimit(snapshot: Snapshot, _: GuardState, device: GuardedDevice): Narrowing[] {
  const maxKw = Math.min(device.ratedChargeKw, reported(snapshot.chargeLimitKw));
  const minKw = -Math.min(device.ratedDischargeKw, reported(snapshot.dischargeLimitKw));
  return narrow(
    'power_limit',
    { minKw, maxKw },
    `Power outside the limits (${kilowatts(-minKw)} discharge, ${kilowatts(maxKw)} charge)`,
  );
}

/** What the device allows now; a limit that it has but cannot tell is zero. */
function reported(tag: Tag): number {
  if (tag === undefined) return Infinity;
  return known(tag) ? Math.max(0, tag) : 0;
}

function gridLimit(snapshot: Snapshot, _: GuardState, { limits }: GuardedDevice): Narrowing[] {
  const { gridImportKw, gridExportKw } = limits;
  if (gridImportKw === undefined && gridExportKw === undefined) return [];
  const { gridPowerKw, powerKw } = snapshot;
  if (!known(gridPowerKw) || !known(powerKw)) {
    const sides = {
      minKw: gridExportKw === undefined ? -Infinity : 0,
      maxKw: gridImportKw === undefined ? Infinity : 0,
    };
    return narrow('grid_limit', sides, 'Grid power cannot be read, so the site limit cannot be kept.');
  }
  // What the grid would carry without this device.
  const restKw = gridPowerKw - powerKw;
  return narrow(
    'grid_limit',
    {
      minKw: Math.min(0, -(gridExportKw ?? Infinity) - restKw),
      maxKw: Math.max(0, (gridImportKw ?? Infinity) - restKw),
    },
    `Site grid limit (${gridLimitText(gridImportKw, gridExportKw)}). Current grid power: ${kilowatts(gridPowerKw)}`,
  );
}

function gridLimitText(importKw: number | undefined, exportKw: number | undefined): string {
  const parts = [
    importKw === undefined ? '' : `${kilowatts(importKw)} import`,
    exportKw === undefined ? '' : `${kilowatts(exportKw)} export`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function energyHorizon({ socPct }: Snapshot, _: GuardState, device: GuardedDevice): Narrowing[] {
  if (!known(socPct)) return [];
  const hours = (shape.horizonCycles * device.cycleMs) / 3_600_000;
  const kwhPerPct = device.capacityKwh / 100;
  const dischargeKw = (Math.max(0, socPct - device.limits.socMinPct) * kwhPerPct) / hours;
  const chargeKw = (Math.max(0, device.limits.socMaxPct - socPct) * kwhPerPct) / hours;
  if (dischargeKw >= device.ratedDischargeKw && chargeKw >= device.ratedChargeKw) return [];
  return narrow(
    'energy_horizon',
    { minKw: -dischargeKw, maxKw: chargeKw },
    `The SOC limit (${oneDecimal(device.limits.socMinPct)}–${oneDecimal(device.limits.socMaxPct)}%) would be reached before the next check. ${currentSoc(socPct)}`,
  );
}

function watchdog({ watchdogFailures }: Snapshot): Narrowing[] {
  if (watchdogFailures < shape.watchdogFailures) return [];
  return narrow(
    'watchdog',
    stop,
    `Device watchdog could not be served (limit ${shape.watchdogFailures} failures). Current: ${watchdogFailures}`,
  );
}

function derated({ ratedChargeKw, ratedDischargeKw }: GuardedDevice): Sides {
  return { minKw: -ratedDischargeKw * shape.deratedShare, maxKw: ratedChargeKw * shape.deratedShare };
}

function narrow(constraint: Constraint, { minKw, maxKw }: Sides, reason: string): Narrowing[] {
  return [{ constraint, minKw, maxKw, reason }];
}

function latchText(cause: string): string {
  return `${cause}; the stop stays until an operator releases it.`;
}

function currentSoc(socPct: Tag): string {
  return `Current: ${known(socPct) ? oneDecimal(socPct) : 'unknown'}%`;
}

/** A power as the reason texts print it. */
export function kilowatts(kw: number): string {
  return `${oneDecimal(kw)} kW`;
}

/** One decimal as the contract prints it, more where rounding would hide that a limit was broken. */
function oneDecimal(value: number): string {
  const short = value.toFixed(1);
  return Math.abs(Number(short) - value) < 1e-6 ? short : String(Number(value.toFixed(6)));
}
