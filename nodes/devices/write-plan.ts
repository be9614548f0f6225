import { BusbarError, defineErrors } from '../kernel/index.ts';
import { decodePoint, encodePoint, stepOf, type WireFormat } from './codec.ts';
import type { ProfileControl } from './profile.ts';
import { type DeviceMap, resolvedPoint, type ResolvedPoint } from './register-map.ts';

/** One Modbus write, ready for the wire. */
export interface RegisterWrite {
  readonly point: string;
  readonly functionCode: 6 | 16;
  /** Protocol address, counted from 0. */
  readonly address: number;
  readonly words: readonly number[];
  /** What the register will hold, in engineering units: the value asked for, rounded to its step. */
  readonly value: number;
}

/** Last known value of a point by name, or null. */
export type ValueOf = (point: string) => number | null;

/** Exponents of SunSpec scale factors by column, as `decodeAnswers` read them. */
export type ScaleFactors = ReadonlyMap<number, number>;

const errors = defineErrors({
  not_writable: { status: 422, message: ({ field }) => `${field} is not writable` },
  not_controllable: { status: 422, message: ({ field }) => `profile ${field} has no control section` },
  scale_factor_unknown: {
    status: 503,
    message: ({ field }) => `${field} cannot be written before its scale factor was read`,
  },
});

/**
 * The write that puts a value into a point.
 * @throws not_writable, scale_factor_unknown; register_range when the value does not fit.
 */
export function encodeWrite(
  resolved: ResolvedPoint,
  value: number,
  wire: WireFormat,
  scaleFactorExponent?: number,
): RegisterWrite {
  const { point, address, scaleFactorAddress } = resolved;
  if (!point.write) throw errors.not_writable({ field: point.name });
  if (scaleFactorAddress !== undefined && scaleFactorExponent === undefined) {
    throw errors.scale_factor_unknown({ field: point.name });
  }
  const words = encodePoint(point, wire, value, scaleFactorExponent);
  const held = decodePoint(point, wire, words, 0, scaleFactorExponent);
  return {
    point: point.name,
    functionCode: point.write.functionCode,
    address,
    words,
    value: 'value' in held ? held.value : value,
  };
}

/**
 * The writes, in order, that make `chargeKw` (positive charges) the setpoint. With one register for each direction the
 * idle one is written first, as 0, so that the device never sees both at work; what enables the setpoint comes last.
 * Nothing is returned unless all of it fits.
 * @throws not_controllable, scale_factor_unknown, register_range
 */
export function setpointWrites(
  map: DeviceMap,
  chargeKw: number,
  scaleFactors: ScaleFactors = new Map(),
): RegisterWrite[] {
  const { setpoint, enable } = controlOf(map);
  const write = (name: string, value: number) => writeOf(map, name, value, scaleFactors);
  const power = 'point' in setpoint ? [write(setpoint.point, chargeKw)] : directedWrites(setpoint, chargeKw, write);
  return enable ? [...power, write(enable.point, enable.value)] : power;
}

function directedWrites(
  { charge, discharge }: { readonly charge: string; readonly discharge: string },
  chargeKw: number,
  write: (name: string, kw: number) => RegisterWrite,
): RegisterWrite[] {
  return chargeKw < 0
    ? [write(charge, 0), write(discharge, -chargeKw)]
    : [write(discharge, 0), write(charge, chargeKw)];
}

/** The setpoint that the device holds, positive charges, or null when its registers were not read. */
export function readSetpoint(map: DeviceMap, valueOf: ValueOf): number | null {
  const { setpoint } = controlOf(map);
  if ('point' in setpoint) return valueOf(setpoint.point);
  const charge = valueOf(setpoint.charge);
  const discharge = valueOf(setpoint.discharge);
  return charge === null || discharge === null ? null : charge - discharge;
}

/** The setpoint that these writes of `setpointWrites` leave behind, positive charges. */
export function setpointHeld(map: DeviceMap, writes: readonly RegisterWrite[]): number {
  const held = readSetpoint(map, (name) => writes.find(({ point }) => point === name)?.value ?? null);
  if (held === null) throw errors.not_controllable({ field: map.profile.id });
  return held;
}

/** The power that the setpoint registers would really hold for this target, or why it does not fit them. */
export function setpointOnWire(
  map: DeviceMap,
  chargeKw: number,
  scaleFactors: ScaleFactors = new Map(),
): number | { readonly misfit: string } {
  try {
    return setpointHeld(map, setpointWrites(map, chargeKw, scaleFactors));
  } catch (thrown) {
    if (thrown instanceof BusbarError) return { misfit: thrown.message };
    throw thrown;
  }
}

/** Resolution of the setpoint in kW. */
export function setpointStepKw(map: DeviceMap, scaleFactors: ScaleFactors = new Map()): number {
  const { setpoint } = controlOf(map);
  const { point, column } = resolvedPoint(map, 'point' in setpoint ? setpoint.point : setpoint.charge);
  return stepOf(point, scaleFactors.get(column));
}

/** The prerequisites that do not hold yet or were not read, in the profile's order. */
export function prerequisiteWrites(
  map: DeviceMap,
  valueOf: ValueOf,
  scaleFactors: ScaleFactors = new Map(),
): RegisterWrite[] {
  return controlOf(map)
    .prerequisites.filter(({ point, value }) => valueOf(point) !== value)
    .map(({ point, value }) => writeOf(map, point, value, scaleFactors));
}

/** The dead-man's write number `beat`, or undefined for a device without a watchdog. A counter wraps 65535 to 0. */
export function watchdogWrite(map: DeviceMap, beat: number): RegisterWrite | undefined {
  const { watchdog } = controlOf(map);
  if (!watchdog) return undefined;
  const value = watchdog.kind === 'counter' ? beat % 0x10000 : (watchdog.value ?? 0);
  return writeOf(map, watchdog.point, value, new Map());
}

function controlOf(map: DeviceMap): ProfileControl {
  if (!map.profile.control) throw errors.not_controllable({ field: map.profile.id });
  return map.profile.control;
}

function writeOf(map: DeviceMap, name: string, value: number, scaleFactors: ScaleFactors): RegisterWrite {
  const resolved = resolvedPoint(map, name);
  return encodeWrite(resolved, value, map.profile.connection, scaleFactors.get(resolved.column));
}
