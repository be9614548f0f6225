import { readCounted } from '../counted-intervals.ts';
import { errors } from '../errors.ts';
import { type AnalyticsHistory, type Interval, intervalsMs, type TimeSpan } from '../history.ts';
import { type IntervalSeries, onGrid, readPower } from '../machine-series.ts';
import type { MachineSensors } from '../machines/machine-sensors.ts';
import { at } from '../statistics/column.ts';
import type { ForecastSeries } from './forecast.ts';

const hourMs = 3_600_000;

/**
 * kWh of each interval from the first of the span that was measured to the last. NaN where nothing was measured, and after such a
 * hole: what the counter counted meanwhile is not the energy of one interval. Throws `no_data`.
 */
export async function readLoad(
  history: AnalyticsHistory,
  sensors: MachineSensors,
  interval: Interval,
  span: TimeSpan,
): Promise<ForecastSeries> {
  if (span.until <= span.from) throw errors.no_data({ field: 'energy' });
  const measured = sensors.energy
    ? await readWholeIntervals(history, sensors.energy, interval, span)
    : await readMeanEnergy(history, sensors, interval, span);
  const { start, values } = onGrid(measured, interval, span);
  const first = values.findIndex((value) => !Number.isNaN(value));
  if (first < 0) throw errors.no_data({ field: 'energy' });
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  return { start: at(start, first), intervalMs: intervalsMs[interval], values: values.slice(first, last + 1) };
}

async function readWholeIntervals(
  history: AnalyticsHistory,
  energy: NonNullable<MachineSensors['energy']>,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  const { start, counted, isComplete } = await readCounted(history, energy, interval, span);
  const isWhole = (_: number, row: number): boolean => isComplete[row] === 1;
  return { start: start.filter(isWhole), values: counted.filter(isWhole) };
}

/** Of a machine without a counter: its mean power for as long as the interval lasts. */
async function readMeanEnergy(
  history: AnalyticsHistory,
  sensors: MachineSensors,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  const { start, values } = await readPower(history, sensors, interval, span);
  return { start, values: values.map((kw) => (kw * intervalsMs[interval]) / hourMs) };
}
