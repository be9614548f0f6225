import { readCounted } from './counted-intervals.ts';
import { type AnalyticsHistory, type Interval, intervalsMs, tierOfInterval, type TimeSpan } from './history.ts';
import type { MachineSensors } from './machines/machine-sensors.ts';
import { at } from './statistics/column.ts';

/** Values of intervals, in the order of time; an interval without a value is not there. */
export interface IntervalSeries {
  /** Epoch milliseconds, aligned in UTC. */
  readonly start: Float64Array;
  readonly values: Float64Array;
}

const none: IntervalSeries = { start: new Float64Array(), values: new Float64Array() };

/** kWh of each interval: its sums equal the difference of the counter's readings. */
export async function readEnergy(
  history: AnalyticsHistory,
  { energy }: MachineSensors,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  if (!energy) return none;
  const { start, counted } = await readCounted(history, energy, interval, span);
  return { start, values: counted };
}

/** Mean kW of each interval. */
export async function readPower(
  history: AnalyticsHistory,
  { power }: MachineSensors,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  if (!power) return none;
  const { start, values } = await readMeans(history, power.sensorId, interval, span);
  return { start, values: values.map((value) => value * power.kwPerUnit) };
}

/** kWh per piece of each interval; NaN where energy was used and nothing was made. */
export async function readSec(
  history: AnalyticsHistory,
  { energy, production }: MachineSensors,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  if (!energy) return none;
  const { start, counted } = await readCounted(history, energy, interval, span);
  const made = production ? await readCounted(history, production, interval, span) : { start: [], counted: [] };
  const piecesAt = new Map(Array.from(made.start, (each, row) => [each, at(made.counted, row)]));
  const secAt = (row: number): number => {
    const pieces = piecesAt.get(at(start, row)) ?? 0;
    return pieces > 0 ? at(counted, row) / pieces : NaN;
  };
  return { start, values: start.map((_, row) => secAt(row)) };
}

/** Mean of the samples of each interval. */
export async function readMeans(
  history: AnalyticsHistory,
  sensorId: number,
  interval: Interval,
  { from, until }: TimeSpan,
): Promise<IntervalSeries> {
  const intervalMs = intervalsMs[interval];
  const [first, end] = [from, until].map((epochMs) => Math.ceil(epochMs / intervalMs) * intervalMs) as [number, number];
  const buckets = await history.series({ sensorId, tier: tierOfInterval[interval], from: first, to: end });
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [row, start] of buckets.start.entries()) {
    const intervalStart = Math.floor(start / intervalMs) * intervalMs;
    const { sum, count } = sums.get(intervalStart) ?? { sum: 0, count: 0 };
    sums.set(intervalStart, { sum: sum + at(buckets.sum, row), count: count + at(buckets.n, row) });
  }
  const measured = [...sums].filter(([, { count }]) => count > 0);
  return {
    start: Float64Array.from(measured, ([start]) => start),
    values: Float64Array.from(measured, ([, { sum, count }]) => sum / count),
  };
}

/** The series on every interval of the span, NaN where there is no value: what models are made of. */
export function onGrid(
  { start, values }: IntervalSeries,
  interval: Interval,
  { from, until }: TimeSpan,
): IntervalSeries {
  const intervalMs = intervalsMs[interval];
  const first = Math.ceil(from / intervalMs);
  const grid = Float64Array.from(
    { length: Math.max(0, Math.ceil(until / intervalMs) - first) },
    (_, row) => (first + row) * intervalMs,
  );
  const known = new Map(Array.from(start, (each, row) => [each, at(values, row)]));
  return { start: grid, values: grid.map((each) => known.get(each) ?? NaN) };
}
