import { isoWithOffset } from '../../kernel/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { askedInterval, askedSpan } from '../asked-period.ts';
import type { Asked } from '../asked.ts';
import { errors } from '../errors.ts';
import { type IntervalSeries, readEnergy, readPower, readSec } from '../machine-series.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import { rounded } from '../rounded.ts';
import { at, sumOf } from '../statistics/column.ts';

const metrics = {
  energy: { read: readEnergy, unit: 'kWh', aggregation: 'sum' },
  power: { read: readPower, unit: 'kW', aggregation: 'mean' },
  sec: { read: readSec, unit: 'kWh/unit', aggregation: 'ratio' },
} as const;

const maxMachines = 10;

/** `GET /api/v1/timeseries/{energy,power,sec}`. Throws `unknown_machine`, `bad_value`, `bad_time_range`, `no_data`. */
export async function seriesAnswer(
  metric: keyof typeof metrics,
  context: AnalyticsContext,
  asked: Asked,
): Promise<object> {
  const { question, sites } = asked;
  const { read, unit, aggregation } = metrics[metric];
  const span = askedSpan(question);
  const interval = askedInterval(question, span);
  const machine = context.machines.find(question['machine_id'], sites);
  const series = await read(context.history, machineSensorsOf(context.machines.directory, machine), interval, span);
  if (series.start.length === 0) throw errors.no_data({ field: 'machine_id', value: machine.uuid });
  const points = pointsBody(series, unit);
  return {
    machine_id: machine.uuid,
    machine_name: machine.name,
    metric,
    interval,
    start_time: isoWithOffset(span.from),
    end_time: isoWithOffset(span.until),
    data_points: points,
    total_points: points.length,
    aggregation,
  };
}

/** `GET /api/v1/timeseries/multi-machine/energy`. Throws like `seriesAnswer`, and `bad_machine_count`. */
export async function multiMachineEnergyAnswer(context: AnalyticsContext, { question, sites }: Asked): Promise<object> {
  const { history, machines } = context;
  const span = askedSpan(question);
  const interval = askedInterval(question, span);
  const asked = machines.findAll(question['machine_ids'], sites);
  if (asked.length === 0 || asked.length > maxMachines) {
    throw errors.bad_machine_count({ field: 'machine_ids', limit: `1 to ${maxMachines}`, value: asked.length });
  }
  const found = await Promise.all(
    asked.map(async (machine) => {
      const series = await readEnergy(history, machineSensorsOf(machines.directory, machine), interval, span);
      return { machine, series };
    }),
  );
  if (found.every(({ series }) => series.start.length === 0)) throw errors.no_data({ field: 'machine_ids' });
  return {
    start_time: isoWithOffset(span.from),
    end_time: isoWithOffset(span.until),
    interval,
    machines: found.map(({ machine, series }) => ({
      machine_id: machine.uuid,
      machine_name: machine.name,
      total_energy: series.start.length === 0 ? null : rounded(sumOf(series.values)),
      data_points: pointsBody(series, metrics.energy.unit),
    })),
  };
}

function pointsBody({ start, values }: IntervalSeries, unit: string): readonly object[] {
  return Array.from(start, (each, row) => ({ timestamp: isoWithOffset(each), value: rounded(at(values, row)), unit }));
}
