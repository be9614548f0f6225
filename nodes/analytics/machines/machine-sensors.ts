import type { Machine, PointDescriptor, PointRole, SiteDirectory } from '../../site/index.ts';
import { factoryOf } from './machine-factory.ts';

/** A counter of the history, with what one of its units is worth. */
export interface CounterSensor {
  readonly sensorId: number;
  readonly scale: number;
}

export interface DriverSensor {
  readonly sensorId: number;
  readonly unit: string;
  readonly role: PointRole | null;
  readonly isCounter: boolean;
}

/** The sensors of a machine's device. */
export interface MachineSensors {
  readonly energy: CounterSensor | null;
  readonly power: { readonly sensorId: number; readonly kwPerUnit: number } | null;
  readonly production: CounterSensor | null;
  /** All sensors by the name of their point, and the temperature outside. */
  readonly byPoint: ReadonlyMap<string, DriverSensor>;
}

/** Name of the factory's outdoor temperature among the drivers of its machines. */
export const outdoorTemperature = 'outdoor_temperature';

const kwhPerUnit: Readonly<Record<string, number>> = { Wh: 0.001, kWh: 1, MWh: 1000 };
const kwPerUnit: Readonly<Record<string, number>> = { W: 0.001, kW: 1, MW: 1000 };

/**
 * What measures the machine, found by the roles of its points, and the temperature outside of its factory as a driver
 * `outdoor_temperature`. Null for what it does not measure.
 */
export function machineSensorsOf(directory: SiteDirectory, machine: Machine): MachineSensors {
  const measured = pointsOf(directory, machine.device);
  const sensorOf = (role: PointRole) => measured.find(({ point }) => point.role === role);
  const [power, production] = [sensorOf('power'), sensorOf('production_count')];
  const powerScale = kwPerUnit[power?.point.unit ?? ''];
  return {
    energy: energyCounterOf(directory, machine.device),
    power: power && powerScale !== undefined ? { sensorId: power.sensorId, kwPerUnit: powerScale } : null,
    production: production ? { sensorId: production.sensorId, scale: 1 } : null,
    byPoint: new Map([
      ...measured.map(({ sensorId, point }) => [point.name, driverSensor(sensorId, point)] as const),
      ...outdoorTemperatureOf(directory, machine),
    ]),
  };
}

/** The counter of the energy that a device sees; null where it has none. */
export function energyCounterOf(directory: SiteDirectory, device: string): CounterSensor | null {
  const energy = pointsOf(directory, device).find(({ point }) => point.role === 'energy_import');
  const scale = kwhPerUnit[energy?.point.unit ?? ''];
  return energy && scale !== undefined ? { sensorId: energy.sensorId, scale } : null;
}

interface MeasuredPoint {
  readonly sensorId: number;
  readonly point: PointDescriptor;
}

/** The recorded points of a device; none while it cannot run. */
export function pointsOf(directory: SiteDirectory, device: string): readonly MeasuredPoint[] {
  const ofDevice = directory.model.sensors.filter((sensor) => sensor.device === device);
  return ofDevice.flatMap(({ id }) => measuredBy(directory, id));
}

function measuredBy(directory: SiteDirectory, sensorId: number): readonly MeasuredPoint[] {
  const entry = directory.sensor(sensorId);
  const point = entry && directory.pointOf(entry);
  return point ? [{ sensorId, point }] : [];
}

function outdoorTemperatureOf(
  directory: SiteDirectory,
  machine: Machine,
): readonly (readonly [string, DriverSensor])[] {
  const tag = factoryOf(directory, machine)?.outdoorTemperature;
  return directory.model.sensors
    .filter((sensor) => sensor.tag === tag)
    .flatMap(({ id }) => measuredBy(directory, id))
    .map(({ sensorId, point }) => [outdoorTemperature, driverSensor(sensorId, point)] as const);
}

function driverSensor(sensorId: number, { unit, role, counter }: PointDescriptor): DriverSensor {
  return { sensorId, unit, role: role ?? null, isCounter: counter === true };
}
