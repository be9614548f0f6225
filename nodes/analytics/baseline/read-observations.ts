import { zoneClock } from '../../kernel/index.ts';
import { errors } from '../errors.ts';
import type { AnalyticsHistory, Interval, TimeSpan } from '../history.ts';
import { readCounted } from '../counted-intervals.ts';
import type { CounterSensor, DriverSensor, MachineSensors } from '../machines/machine-sensors.ts';
import { type IntervalSeries, onGrid, readMeans } from '../machine-series.ts';
import { pointNameOf } from './driver-names.ts';
import type { Observations } from './observations.ts';

export interface ObservationRequest {
  readonly sensors: MachineSensors;
  /** Names of the machine's points, or those that contract 003 has for them. */
  readonly drivers: readonly string[];
  readonly interval: Interval;
  readonly span: TimeSpan;
  readonly timeZone: string;
}

const noSeries: IntervalSeries = { start: new Float64Array(), values: new Float64Array() };

/**
 * A machine's energy with the drivers of the same intervals, on every interval of the span: a gauge by its mean, a counter by what
 * it counted. Drivers keep the names that they were asked by. Throws `unknown_driver`.
 */
export async function readObservations(history: AnalyticsHistory, request: ObservationRequest): Promise<Observations> {
  const { sensors, interval, span, timeZone } = request;
  const drivers: Record<string, Float64Array> = {};
  for (const name of new Set(request.drivers)) {
    const series = await readDriver(history, driverSensor(sensors, name), interval, span);
    drivers[name] = onGrid(series, interval, span).values;
  }
  const energy = sensors.energy ? await readIncrements(history, sensors.energy, interval, span) : noSeries;
  const { start, values: target } = onGrid(energy, interval, span);
  const clock = zoneClock(timeZone);
  return { start, target, drivers, hourOfWeek: Uint16Array.from(start, (each) => clock.hourOfWeek(each)) };
}

/** The driver that change points are sought in: the first that is measured in degrees. */
export function temperatureAmong(drivers: readonly string[], sensors: MachineSensors): string | undefined {
  return drivers.find((name) => /^°[CF]$/.test(driverSensor(sensors, name).unit));
}

function driverSensor({ byPoint }: MachineSensors, name: string): DriverSensor {
  const sensor = byPoint.get(name) ?? byPoint.get(pointNameOf(name));
  if (sensor) return sensor;
  throw errors.unknown_driver({ field: 'drivers', value: name, limit: [...byPoint.keys()].join(', ') });
}

function readDriver(history: AnalyticsHistory, sensor: DriverSensor, interval: Interval, span: TimeSpan) {
  if (!sensor.isCounter) return readMeans(history, sensor.sensorId, interval, span);
  return readIncrements(history, { sensorId: sensor.sensorId, scale: 1 }, interval, span);
}

/** What a counter counted in each interval that follows on another: after a hole it has counted the hole's, too. */
async function readIncrements(
  history: AnalyticsHistory,
  counter: CounterSensor,
  interval: Interval,
  span: TimeSpan,
): Promise<IntervalSeries> {
  const { start, counted, isComplete } = await readCounted(history, counter, interval, span);
  return { start, values: counted.map((value, row) => (isComplete[row] === 1 ? value : NaN)) };
}
