import type { CarbonFactor, Machine, SiteDirectory } from '../../site/index.ts';
import { type AnalyticsHistory, type Interval, intervalsMs, type TimeSpan } from '../history.ts';
import { sumOf } from '../statistics/column.ts';
import { readCounted } from './counted-intervals.ts';
import { type Kpis, kpisOf } from './kpis.ts';
import { type CounterSensor, machineSensorsOf } from './machine-sensors.ts';
import { TariffTable } from './tariff-table.ts';

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
  const energy = sensors.energy ? await readCounted(history, sensors.energy, demandInterval, span) : unmetered;
  const production = sensors.production ? await readProduction(history, sensors.production, span) : null;
  const tariffs = tariffsOf(directory, machine);
  const carbon = carbonFactorOf(directory.model.carbonFactors, machine);
  return kpisOf({
    energy,
    production,
    ...(tariffs && { tariffs }),
    ...(carbon && { carbonFactorAt: () => carbon.kgPerKwh }),
  });
}

/** Prices of the machine's factory in its time zone; undefined where the site states none. */
function tariffsOf(directory: SiteDirectory, machine: Machine): TariffTable | undefined {
  const tariffs = directory.model.tariffs.filter(({ factory }) => factory === machine.factory);
  const timeZone = timeZoneOf(directory, machine);
  return tariffs.length === 0 ? undefined : new TariffTable({ tariffs, timeZone });
}

function timeZoneOf({ model }: SiteDirectory, machine: Machine): string {
  return model.factories.find(({ uuid }) => uuid === machine.factory)?.timezone ?? 'UTC';
}

/** Pieces made; null where the machine was not read. Hours tell the same as minutes where the span has whole ones. */
async function readProduction(
  history: AnalyticsHistory,
  sensor: CounterSensor,
  span: TimeSpan,
): Promise<number | null> {
  const interval: Interval = hasWholeHours(span) ? '1hour' : demandInterval;
  const { counted } = await readCounted(history, sensor, interval, span);
  return counted.length === 0 ? null : sumOf(counted);
}

/** True when hours and quarters of an hour that start within the span cover the same time. */
function hasWholeHours({ from, until }: TimeSpan): boolean {
  const ceil = (epochMs: number, interval: Interval): number => Math.ceil(epochMs / intervalsMs[interval]);
  return [from, until].every((end) => ceil(end, '1hour') * 4 === ceil(end, demandInterval));
}

function carbonFactorOf(factors: readonly CarbonFactor[], machine: Machine): CarbonFactor | undefined {
  return factors.find(({ factory }) => factory === machine.factory);
}
