import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads } from '../analytics-store.ts';
import { type AskedDates, askedDates, spanOfDates } from '../asked-period.ts';
import type { Asked } from '../asked.ts';
import { baselines } from '../baseline/baselines.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import { readEnergy } from '../machine-series.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import { rounded } from '../rounded.ts';
import { dailyHeatMap, type HeatMapCell, hourlyHeatMap, sumOfHeatMaps } from './heat-map.ts';

const hourMs = 3_600_000;
/** More than the longest period has hours: no flag is left out. */
const maxAnomalies = 10_000;

/**
 * `GET /api/v1/heatmap/{hourly,daily}`: local dates of the machine's factory. Without a machine the energy of all, by what the
 * clocks of each factory show. Throws `unknown_machine`, `bad_value`, `bad_time_range`, `no_data`.
 */
export async function heatMapAnswer(
  scale: 'hourly' | 'daily',
  context: AnalyticsContext,
  asked: Asked,
): Promise<object> {
  const { question, sites } = asked;
  const dates = askedDates(question);
  const one = question['machine_id'] === undefined ? undefined : context.machines.find(question['machine_id'], sites);
  const machines = one ? [one] : context.machines.all(sites);
  const maps = await Promise.all(machines.map((machine) => readHours(context, machine, dates)));
  const hours = one ? (maps[0] ?? []) : sumOfHeatMaps(maps);
  if (hours.every(({ value }) => value === null)) throw errors.no_data({ field: 'start_date', value: dates.first });
  const cells = scale === 'hourly' ? hours : dailyHeatMap(hours);
  return {
    machine_id: one?.uuid ?? null,
    machine_name: one?.name ?? 'All machines',
    start_date: dates.first,
    end_date: dates.last,
    unit: 'kWh',
    data: cells.map((cell) => cellBody(cell, one !== undefined)),
  };
}

/** Where the clocks go back an hour stands twice: one machine's cells tell the two apart by their time. */
function cellBody({ date, hour, start, value, isAnomaly }: HeatMapCell, isOfOneMachine: boolean): object {
  return {
    date,
    ...(hour !== null && { hour }),
    ...(hour !== null && isOfOneMachine && { timestamp: isoWithOffset(start) }),
    value: rounded(value),
    anomaly: isAnomaly,
  };
}

async function readHours(
  context: AnalyticsContext,
  machine: Machine,
  dates: AskedDates,
): Promise<readonly HeatMapCell[]> {
  const { history, machines } = context;
  const timeZone = machines.timeZoneOf(machine);
  const span = spanOfDates(dates, timeZone);
  const [{ start, values: kwh }, found, judged] = await Promise.all([
    readEnergy(history, machineSensorsOf(machines.directory, machine), '1hour', span),
    hoursOfAnomalies(context, machine, span),
    // What was measured before the first detection is flagged as the deviation from the baseline flags it.
    baselines.get().anomalousHours(machine, span),
  ]);
  return hourlyHeatMap({ start, kwh, anomalies: new Set([...found, ...judged]) }, timeZone, dates.first, dates.last);
}

/** Starts of the hours that an anomaly of the machine covers. */
async function hoursOfAnomalies(
  { store }: AnalyticsContext,
  { uuid }: Machine,
  { from, until }: TimeSpan,
): Promise<ReadonlySet<number>> {
  const question = { from, until, machineIds: [uuid], limit: maxAnomalies };
  const { anomalies } = await store.read(analyticsReads.anomalies, question);
  return new Set(anomalies.flatMap(({ startedAt, endedAt }) => [...hoursBetween(startedAt, endedAt)]));
}

function* hoursBetween(from: number, until: number): Generator<number> {
  for (let hour = from; hour < until; hour += hourMs) yield hour;
}
