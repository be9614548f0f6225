import { isoWithOffset } from '../../kernel/index.ts';
import type { PointRole } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import type { Asked } from '../asked.ts';
import { readCounted } from '../counted-intervals.ts';
import { errors } from '../errors.ts';
import { rounded } from '../rounded.ts';
import { machineSensorsOf, pointsOf } from './machine-sensors.ts';

const minuteMs = 60_000;

/** `GET /api/v1/timeseries/latest/{machine_id}`: null is what is not measured or could not be read. Throws `no_data`. */
export async function latestAnswer(context: AnalyticsContext, { question, sites }: Asked): Promise<object> {
  const { machines, history } = context;
  const machine = machines.find(question['machine_id'], sites);
  const points = pointsOf(machines.directory, machine.device);
  const readings = history.latest(points.map(({ sensorId }) => sensorId)).filter(({ value }) => value !== null);
  if (readings.length === 0) throw errors.no_data({ field: 'machine_id', value: machine.uuid });
  const newest = Math.max(...readings.map(({ ts }) => ts));
  const valueOf = (sensorId: number | undefined): number | null =>
    readings.find((reading) => reading.sensorId === sensorId)?.value ?? null;
  const ofRole = (role: PointRole): number | null => {
    const found = points.find(({ point }) => point.role === role);
    return rounded(valueOf(found?.sensorId));
  };
  const { power, energy } = machineSensorsOf(machines.directory, machine);
  const [kw, counted] = [valueOf(power?.sensorId), valueOf(energy?.sensorId)];
  const lately = { from: newest - 5 * minuteMs, until: newest };
  const lastMinutes = energy && (await readCounted(history, energy, '1min', lately));
  return {
    machine_id: machine.uuid,
    machine_name: machine.name,
    timestamp: isoWithOffset(newest),
    power_kw: power && kw !== null ? rounded(kw * power.kwPerUnit) : null,
    energy_kwh: rounded(lastMinutes?.counted.at(-1)),
    energy_total_kwh: energy && counted !== null ? rounded(counted * energy.scale) : null,
    current_a: ofRole('current'),
    voltage_v: ofRole('voltage'),
    power_factor: ofRole('power_factor'),
    frequency_hz: ofRole('frequency'),
    temperature_c: ofRole('temperature'),
  };
}
