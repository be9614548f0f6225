import type { Machine, PointRole, SiteDirectory } from '../../site/index.ts';
import { type MachineSensors, machineSensorsOf } from '../kpi/machine-sensors.ts';
import { outdoorTemperature, pointNameOf } from './driver-names.ts';
import type { Observations } from './observations.ts';

/** The sensors of a machine, the temperature outside of its factory among them. */
export function driverSensorsOf(directory: SiteDirectory, machine: Machine): MachineSensors {
  const sensors = machineSensorsOf(directory, machine);
  const { factories, sensors: all } = directory.model;
  const tag = factories.find(({ uuid }) => uuid === machine.factory)?.outdoorTemperature;
  const outdoor = all.find((sensor) => sensor.tag === tag);
  const entry = outdoor && directory.sensor(outdoor.id);
  const point = entry && directory.pointOf(entry);
  if (!outdoor || !point) return sensors;
  const driver = { sensorId: outdoor.id, unit: point.unit, role: point.role ?? null, isCounter: false };
  return { ...sensors, byPoint: new Map([...sensors.byPoint, [outdoorTemperature, driver]]) };
}

/** What may explain a machine's energy: the weather and what it produced; never power, which is the energy itself. */
const causes = [outdoorTemperature, 'production_count'];
/** Follows the load rather than causes it: stands in where no cause is measured. */
const substitute = 'temperature';
const electricalRoles: ReadonlySet<PointRole | null> = new Set<PointRole>(['power', 'energy_import', 'current']);

export function candidateDriversOf({ byPoint }: MachineSensors): readonly string[] {
  return [...causes, substitute].filter((name) => byPoint.has(name));
}

/** Of the candidates those that the rows can be explained by. */
export function defaultDriversAmong({ target, drivers }: Observations): readonly string[] {
  const needed = target.filter(Number.isFinite).length / 2;
  const usable = Object.keys(drivers).filter((name) => {
    const values = drivers[name]?.filter((value, row) => Number.isFinite(value) && Number.isFinite(target[row])) ?? [];
    return values.length >= needed && values.some((value) => value !== values[0]);
  });
  const found = usable.filter((name) => causes.includes(name));
  return found.length > 0 ? found : usable;
}

/** The drivers that measure the electricity itself: they are the energy in another unit, or nearly so. */
export function electricalAmong(drivers: readonly string[], { byPoint }: MachineSensors): readonly string[] {
  return drivers.filter((name) => electricalRoles.has(byPoint.get(pointNameOf(name))?.role ?? null));
}
