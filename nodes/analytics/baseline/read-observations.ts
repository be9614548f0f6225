import { errors } from '../errors.ts';
import type { AnalyticsHistory, Interval, TimeSpan } from '../history.ts';
import { readCounted } from '../kpi/counted-intervals.ts';
import type { DriverSensor, MachineSensors } from '../kpi/machine-sensors.ts';
import { onGrid, readEnergy, readMeans } from '../machine-series.ts';
import { zoneClock } from '../../kernel/index.ts';
import type { Observations } from './observations.ts';

export interface ObservationRequest {
  readonly sensors: MachineSensors;
  /** Names of the machine's points, or those that contract 003 has for them. */
  readonly drivers: readonly string[];
  readonly interval: Interval;
  readonly span: TimeSpan;
  readonly timeZone: string;
}

/** What contract 003 calls the points of a machine. */
const contractNames: Readonly<Record<string, string>> = {
  power_kw: 'power',
  temperature_c: 'temperature',
  voltage_v: 'voltage',
  current_a: 'current',
  frequency_hz: 'frequency',
  production: 'production_count',
};

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
  const { start, values: target } = onGrid(await readEnergy(history, sensors, interval, span), interval, span);
  const clock = zoneClock(timeZone);
  return { start, target, drivers, hourOfWeek: Uint16Array.from(start, (each) => clock.hourOfWeek(each)) };
}

/** The driver that change points are sought in: the first that is measured in degrees. */
export function temperatureAmong(drivers: readonly string[], sensors: MachineSensors): string | undefined {
  return drivers.find((name) => /^°[CF]$/.test(driverSensor(sensors, name).unit));
}

function driverSensor({ byPoint }: MachineSensors, name: string): DriverSensor {
  const sensor = byPoint.get(name) ?? byPoint.get(contractNames[name] ?? '');
  if (sensor) return sensor;
  throw errors.unknown_driver({ field: 'drivers', value: name, limit: [...byPoint.keys()].join(', ') });
}

async function readDriver(history: AnalyticsHistory, sensor: DriverSensor, interval: Interval, span: TimeSpan) {
  if (!sensor.isCounter) return readMeans(history, sensor.sensorId, interval, span);
  const { start, counted } = await readCounted(history, { sensorId: sensor.sensorId, scale: 1 }, interval, span);
  return { start, values: counted };
}
