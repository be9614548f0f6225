import type { PointRole } from '../../site/index.ts';
import { type MachineSensors, outdoorTemperature } from '../machines/machine-sensors.ts';
import { pointNameOf } from './driver-names.ts';
import type { Observations } from './observations.ts';

/** What may explain a machine's energy: the weather and what it produced; never power, which is the energy itself. */
const causes = [outdoorTemperature, 'production_count'];
/** Follows the load rather than causes it: stands in where no cause is measured. */
const substitute = 'temperature';
const electricalRoles: ReadonlySet<PointRole | null> = new Set<PointRole>(['power', 'energy_import', 'current']);

/** Points of the machine that may explain its energy, by name. */
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
