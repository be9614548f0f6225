import type { Machine, PointDescriptor, PointRole, SiteDirectory } from '../../site/index.ts';

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
  /** All sensors by the name of their point. */
  readonly byPoint: ReadonlyMap<string, DriverSensor>;
}

const kwhPerUnit: Readonly<Record<string, number>> = { Wh: 0.001, kWh: 1, MWh: 1000 };
const kwPerUnit: Readonly<Record<string, number>> = { W: 0.001, kW: 1, MW: 1000 };

/** What measures the machine, found by the roles of its points. Null for what it does not measure. */
export function machineSensorsOf(directory: SiteDirectory, machine: Machine): MachineSensors {
  const measured = directory.model.sensors
    .filter(({ device }) => device === machine.device)
    .flatMap(({ id }) => {
      const entry = directory.sensor(id);
      const point = entry && directory.pointOf(entry);
      return point ? [{ sensorId: id, point }] : [];
    });
  const ofRole = (role: PointRole) => measured.find(({ point }) => point.role === role);
  const [energy, power, production] = [ofRole('energy_import'), ofRole('power'), ofRole('production_count')];
  const energyScale = kwhPerUnit[energy?.point.unit ?? ''];
  const powerScale = kwPerUnit[power?.point.unit ?? ''];
  return {
    energy: energy && energyScale !== undefined ? { sensorId: energy.sensorId, scale: energyScale } : null,
    power: power && powerScale !== undefined ? { sensorId: power.sensorId, kwPerUnit: powerScale } : null,
    production: production ? { sensorId: production.sensorId, scale: 1 } : null,
    byPoint: new Map(measured.map(({ sensorId, point }) => [point.name, driverSensor(sensorId, point)])),
  };
}

function driverSensor(sensorId: number, { unit, role, counter }: PointDescriptor): DriverSensor {
  return { sensorId, unit, role: role ?? null, isCounter: counter === true };
}
