import type { Machine, SiteDirectory } from '../../site/index.ts';
import { readCounted, readTotal } from '../counted-intervals.ts';
import { type AnalyticsHistory, intervalsMs, type TimeSpan } from '../history.ts';
import { timeZoneOf } from '../machines/machine-factory.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import { carbonOf, tariffsOf } from './factory-prices.ts';
import { type Kpis, kpisOf } from './kpis.ts';

/** Demand is the mean of a quarter of an hour, as grid tariffs have it. */
const demandInterval = '15min';

const unmetered = {
  intervalMs: intervalsMs[demandInterval],
  start: new Float64Array(),
  counted: new Float64Array(),
  isComplete: new Uint8Array(),
};

/** Key figures of a machine over the quarters of an hour that start within a span. */
export async function readMachineKpis(
  history: AnalyticsHistory,
  directory: SiteDirectory,
  machine: Machine,
  span: TimeSpan,
): Promise<Kpis> {
  const sensors = machineSensorsOf(directory, machine);
  return kpisOf({
    span,
    energy: sensors.energy ? await readCounted(history, sensors.energy, demandInterval, span) : unmetered,
    timeZone: timeZoneOf(directory, machine),
    production: sensors.production ? await readTotal(history, sensors.production, span) : null,
    tariffs: tariffsOf(directory, machine),
    carbon: carbonOf(directory, machine),
  });
}
