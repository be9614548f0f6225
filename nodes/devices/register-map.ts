import { defineErrors } from '../kernel/index.ts';
import { PointIndex, type PointDescriptor, type Sensor } from '../site/index.ts';
import { wordsOf } from './codec.ts';
import { controlPoints, type Profile, type ProfilePoint, type RegisterTable } from './profile.ts';

/** Modbus read function of each table. */
const readFunctions = { coil: 1, discrete: 2, holding: 3, input: 4 } as const satisfies Record<RegisterTable, number>;
export type ReadFunction = (typeof readFunctions)[RegisterTable];

/** A point with the addresses that go on the wire (protocol addresses, counted from 0). */
export interface ResolvedPoint {
  readonly point: ProfilePoint;
  /** Place in the device's frames, the same as in the profile. */
  readonly column: number;
  readonly functionCode: ReadFunction;
  readonly address: number;
  /** Registers, or bits of the coil and discrete tables. */
  readonly width: number;
  readonly scaleFactorAddress?: number;
}

/** A device's registers, one entry per point of the profile in its order. */
export interface DeviceMap {
  readonly profile: Profile;
  /** Undefined where the device has no such point, with the reason in `missing`. */
  readonly points: readonly (ResolvedPoint | undefined)[];
  readonly missing: ReadonlyMap<number, string>;
}

const errors = defineErrors({
  sunspec_model_missing: {
    status: 503,
    message: ({ field, limit }) => `the device has no SunSpec model ${limit}, which ${field} needs`,
  },
  unknown_point: {
    status: 500,
    message: ({ field, value }) => `${field}: this device has no point ${String(value)}`,
  },
});

/**
 * Resolves a profile into wire addresses. `models` are the addresses of the SunSpec models found on the device (see
 * `findModels`); a model that is not there leaves its points out.
 * @throws sunspec_model_missing when a point is left out that the guard or the control of the device depends on.
 */
export function mapRegisters(profile: Profile, models: ReadonlyMap<number, number> = new Map()): DeviceMap {
  const needed = new Set(profile.control ? controlPoints(profile.control) : []);
  const missing = new Map<number, string>();
  const points = profile.points.map((point, column) => {
    const base = baseAddress(profile, point, models);
    if (base !== undefined) return resolve(point, column, base);
    if (point.safetyRequired || needed.has(point.name)) {
      throw errors.sunspec_model_missing({ field: point.name, limit: point.model ?? 0 });
    }
    missing.set(column, `the device has no SunSpec model ${point.model}`);
    return undefined;
  });
  return { profile, points, missing };
}

/** The map's entry of a point by name. @throws unknown_point */
export function resolvedPoint(map: DeviceMap, name: string): ResolvedPoint {
  const found = map.points.find((resolved) => resolved?.point.name === name);
  if (!found) throw errors.unknown_point({ field: map.profile.id, value: name });
  return found;
}

/** Protocol address of a point of a profile without SunSpec models. */
export function protocolAddress(profile: Profile, address: number): number {
  return address - profile.connection.addressBase;
}

/** The columns of a device's frames: the profile's points, with the sensor ids that the site gives them. */
export function pointIndexOf(deviceId: string, profile: Profile, sensors: readonly Sensor[]): PointIndex {
  const sensorIds = new Map(
    sensors.filter(({ device }) => device === deviceId).map(({ point, id }) => [point, id] as const),
  );
  const points = profile.points.map((point) => descriptorOf(profile, point, sensorIds.get(point.name)));
  return new PointIndex(deviceId, points);
}

function baseAddress(
  profile: Profile,
  point: ProfilePoint,
  models: ReadonlyMap<number, number>,
): { value: number; scaleFactor?: number } | undefined {
  if (point.address !== undefined) return { value: protocolAddress(profile, point.address) };
  const model = models.get(point.model ?? -1);
  if (model === undefined) return undefined;
  const value = model + (point.offset ?? 0);
  return point.scaleFactor ? { value, scaleFactor: model + point.scaleFactor.offset } : { value };
}

function resolve(point: ProfilePoint, column: number, base: { value: number; scaleFactor?: number }): ResolvedPoint {
  return {
    point,
    column,
    functionCode: readFunctions[point.table],
    address: base.value,
    width: wordsOf(point.type),
    ...(base.scaleFactor !== undefined && { scaleFactorAddress: base.scaleFactor }),
  };
}

function descriptorOf(profile: Profile, point: ProfilePoint, sensorId: number | undefined): PointDescriptor {
  return {
    name: point.name,
    description: point.description,
    unit: point.unit,
    ...(point.role && { role: point.role }),
    ...(point.counter === true && { counter: true }),
    ...(point.range && { range: point.range }),
    safetyRequired: point.safetyRequired,
    periodMs: profile.groups[point.group]?.periodMs ?? 0,
    ...(sensorId !== undefined && { sensorId }),
  };
}
