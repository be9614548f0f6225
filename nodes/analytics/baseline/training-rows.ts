import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { errors } from '../errors.ts';
import { intervalsMs, type TimeSpan } from '../history.ts';
import { type MachineSensors, machineSensorsOf } from '../machines/machine-sensors.ts';
import { isDocumentedName, pointNameOf } from './driver-names.ts';
import { candidateDriversOf, defaultDriversAmong, electricalAmong } from './machine-drivers.ts';
import type { Observations } from './observations.ts';
import { readObservations, temperatureAmong } from './read-observations.ts';
import type { BaselineTraining } from './train.ts';

type Source = Pick<AnalyticsContext, 'history' | 'machines'>;

/** Baselines are made of hours. */
const interval = '1hour';
export const hourMs = intervalsMs[interval];

/** The hours of a machine with what explains them. Throws `unknown_driver`. */
export function readHours(
  { history, machines }: Source,
  machine: Machine,
  { drivers, span }: { readonly drivers: readonly string[]; readonly span: TimeSpan },
): Promise<Observations> {
  const sensors = machineSensorsOf(machines.directory, machine);
  return readObservations(history, { sensors, drivers, interval, span, timeZone: machines.timeZoneOf(machine) });
}

/**
 * What a baseline is trained on: with the named drivers, or with what the machine measures of weather and production. A name of
 * contract 003 that this machine does not measure is left out. Throws `no_data`, and `unknown_driver` for any other driver
 * without a value in the span.
 */
export async function readTraining(
  source: Source,
  machine: Machine,
  { drivers, span }: { readonly drivers: readonly string[] | undefined; readonly span: TimeSpan },
): Promise<BaselineTraining> {
  const { machines } = source;
  const sensors = machineSensorsOf(machines.directory, machine);
  const isMeasured = (name: string): boolean => sensors.byPoint.has(pointNameOf(name));
  const unmeasured = (drivers ?? []).filter((name) => isDocumentedName(name) && !isMeasured(name));
  const asked = drivers?.filter((name) => !unmeasured.includes(name));
  const observations = await readHours(source, machine, { drivers: asked ?? candidateDriversOf(sensors), span });
  if (!observations.target.some(Number.isFinite)) throw errors.no_data({ field: 'energy' });
  requireMeasured(observations, asked ?? [], sensors);
  const chosen = asked ?? defaultDriversAmong(observations);
  const temperature = temperatureAmong(chosen, sensors);
  return {
    observations,
    drivers: chosen,
    unmeasured,
    electrical: electricalAmong(chosen, sensors),
    ...(temperature !== undefined && { temperature }),
    intervalMs: hourMs,
    timeZone: machines.timeZoneOf(machine),
  };
}

function requireMeasured(observations: Observations, drivers: readonly string[], { byPoint }: MachineSensors): void {
  const unmeasured = drivers.find((name) => !observations.drivers[name]?.some(Number.isFinite));
  if (unmeasured === undefined) return;
  throw errors.unknown_driver({ field: 'drivers', value: unmeasured, limit: [...byPoint.keys()].join(', ') });
}
