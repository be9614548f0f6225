import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AnalyticsContext } from '../nodes/analytics/analytics-context.ts';
import type { BaselineTraining } from '../nodes/analytics/baseline/train.ts';
import type { ForecastModel, ForecastRequest, ForecastTraining } from '../nodes/analytics/forecast/forecast-model.ts';
import { Forecasts } from '../nodes/analytics/forecast/forecasts.ts';
import { analyticsStoreModule } from '../nodes/analytics/index.ts';
import { TrainingJobs } from '../nodes/analytics/jobs/training-jobs.ts';
import { readMachineKpis } from '../nodes/analytics/kpi/machine-kpis.ts';
import { loadProfiles } from '../nodes/devices/index.ts';
import { AuditLog, auditStoreModule } from '../nodes/events/index.ts';
import { type Buckets, frameStoreModule, HistoryService, historyStoreModule, Store } from '../nodes/history/index.ts';
import { seededRandom } from '../nodes/ids/random.ts';
import { projectRoot, systemClock, WorkerPool } from '../nodes/kernel/index.ts';
import {
  Bus,
  loadSite,
  type Machine,
  PointIndex,
  ProcessImage,
  SiteDirectory,
  type SiteRuntime,
} from '../nodes/site/index.ts';
import { ManualClock } from '../test/support/manual-clock.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearEnd = Date.UTC(2026, 0, 1);
const yearStart = yearEnd - 365 * dayMs;

export const analytics: Benchmark = {
  name: 'analytics',
  title: 'Key figures over a year of minutes; trainings in a worker, and what the main thread feels of them',
  async run(context) {
    const year = await yearOfMinutes(context);
    return [...(await keyFigures(context, year)), ...(await forecasting(context, year)), ...(await trainings(context))];
  },
};

interface Year {
  readonly store: Store;
  readonly history: HistoryService;
  readonly directory: SiteDirectory;
  readonly machine: Machine;
}

async function keyFigures(context: BenchContext, { history, directory, machine }: Year): Promise<Figure[]> {
  const timeOf = async (from: number): Promise<number> => {
    const startedAt = performance.now();
    const { energyKwh } = await readMachineKpis(history, directory, machine, { from, until: yearEnd });
    if (energyKwh === null) throw new Error('the machine has no energy');
    return performance.now() - startedAt;
  };
  const rounds = await measureRounds(context, async () => ({
    month: await timeOf(yearEnd - 31 * dayMs),
    year: await timeOf(yearStart),
  }));
  return [
    {
      name: 'all key figures of a month',
      unit: 'ms',
      rounds: rounds.map(({ month }) => month),
      target: { of: 'value', is: '<=', limit: 100 },
    },
    {
      name: 'all key figures of a year',
      unit: 'ms',
      rounds: rounds.map(({ year }) => year),
      target: { of: 'value', is: '<=', limit: 500 },
    },
  ];
}

/** The default method, asked to learn from all of the year: reading, training with its tests, storing, and a day's forecast. */
async function forecasting(context: BenchContext, { store, history, directory, machine }: Year): Promise<Figure[]> {
  const clock = new ManualClock(yearEnd);
  const compute = new WorkerPool(systemClock);
  context.onEnd(() => compute.close());
  const log = await AuditLog.open({ store, clock, report: context.say });
  const site = { model: directory.model } as SiteRuntime;
  const parts = { store, history, log, site, compute, clock, machines: { directory }, report: context.say };
  const forecasts = new Forecasts(parts as unknown as AnalyticsContext, new TrainingJobs(clock));
  const span = { from: yearStart, until: yearEnd };
  const trainAndPredict = async (): Promise<void> => {
    const { model } = await forecasts.train(machine, 'mstl', { span });
    if (model.methodUsed !== 'mstl') throw new Error(model.fallbackReason ?? 'another method was used');
    await forecasts.predict(machine, 'mstl', 24);
  };
  // The first job starts the worker and compiles what it needs.
  await trainAndPredict();
  const rounds = await measureRounds(context, async () => (await timed(trainAndPredict)).tookMs);
  return [
    {
      name: 'training on a year and forecast of a day, default method',
      unit: 'ms',
      rounds,
      target: { of: 'value', is: '<=', limit: 1000 },
    },
  ];
}

/** A machine of the demo site with a year of one-minute buckets of its two counters. */
async function yearOfMinutes(context: BenchContext): Promise<Year> {
  const { model } = loadSite(
    path.join(projectRoot, 'sites/demo.yaml'),
    loadProfiles(path.join(projectRoot, 'profiles')),
  );
  const [machine] = model.machines;
  if (!machine) throw new Error('the demo site has no machine');
  const sensorOf = (point: string): number =>
    model.sensors.find((sensor) => sensor.device === machine.device && sensor.point === point)?.id ?? NaN;
  const [energy, pieces] = [sensorOf('energy'), sensorOf('production_count')];
  const point = { description: '', counter: true, safetyRequired: false, periodMs: 1000 } as const;
  const index = new PointIndex(machine.device, [
    { ...point, name: 'energy', unit: 'kWh', role: 'energy_import', sensorId: energy },
    { ...point, name: 'production_count', unit: 'pieces', role: 'production_count', sensorId: pieces },
  ]);
  const image = new ProcessImage();
  image.add(index);

  const modules = [frameStoreModule, historyStoreModule, auditStoreModule, analyticsStoreModule];
  const { folder, say } = context;
  const store = await Store.open({ folder, modules, maxMb: 8192, clock: systemClock, report: say });
  const history = await HistoryService.start({
    store,
    bus: new Bus(say),
    clock: new ManualClock(yearEnd),
    maxRawBytes: 8e9,
    maxHeldMs: hourMs,
    heldFromSeq: () => null,
    report: say,
  });
  context.onEnd(async () => {
    await history.stop();
    await store.close();
  });
  const random = seededRandom(1);
  await history.importBuckets({ siteId: model.gateway.siteId, index }, [
    { sensorId: energy, buckets: countingMinutes(() => Math.round(60 + 60 * random.uniform()) / 100) },
    { sensorId: pieces, buckets: countingMinutes(() => random.below(20)) },
  ]);
  return { store, history, directory: new SiteDirectory({ model, image }), machine };
}

/** A year of minutes in which a counter, read each second, rises by a step. */
function countingMinutes(step: () => number): Buckets {
  const count = (yearEnd - yearStart) / minuteMs;
  const column = (valueAt: (row: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, row) => valueAt(row));
  let hundredths = 0;
  const last = column(() => (hundredths += Math.round(100 * step())) / 100);
  const first = column((row) => last[row - 1] ?? 0);
  const constant = (value: number): Float64Array => new Float64Array(count).fill(value);
  return {
    start: column((row) => yearStart + row * minuteMs),
    n: constant(60),
    good: constant(60),
    expected: constant(60),
    sum: column((row) => 30 * ((first[row] ?? NaN) + (last[row] ?? NaN))),
    min: first,
    max: last,
    first,
    last,
    delta: column((row) => (last[row] ?? NaN) - (first[row] ?? NaN)),
  };
}

async function trainings(context: BenchContext): Promise<Figure[]> {
  const pool = new WorkerPool(systemClock);
  context.onEnd(() => pool.close());
  const module = (name: string): URL => new URL(`../nodes/analytics/${name}`, import.meta.url);
  const train = (name: string, argument: unknown): Promise<unknown> =>
    pool.run({ module: module(name), function: name.endsWith('train') ? 'trainBaseline' : 'trainForecast', argument });
  const predict = (argument: ForecastRequest): Promise<unknown> =>
    pool.run({ module: module('forecast/forecast-model'), function: 'predictForecast', argument });

  const forecast = async (method: ForecastTraining['method']): Promise<number> => {
    const { result, tookMs } = await timed(async () => {
      const training = eightWeeks(method);
      const model = (await train('forecast/forecast-model', training)) as ForecastModel;
      await predict({ model, series: training.series, horizon: 24 });
      return model;
    });
    if (result.methodUsed !== method) throw new Error(result.fallbackReason ?? 'another method was used');
    return tookMs;
  };
  // The first job starts the worker and compiles what it needs.
  await forecast('mstl');
  const rounds = await measureRounds(context, async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const baseline = await timed(() => train('baseline/train', yearOfHours()));
    const mstl = await forecast('mstl');
    const arima = await forecast('arima');
    const prophet = await forecast('prophet');
    delay.disable();
    return { baseline: baseline.tookMs, mstl, arima, prophet, delayMs: delay.max / 1e6 };
  });
  const figure = (name: string, key: keyof (typeof rounds)[number], limit?: number): Figure => ({
    name,
    unit: 'ms',
    rounds: rounds.map((round) => round[key]),
    ...(limit !== undefined && { target: { of: 'value', is: '<=', limit } }),
  });
  return [
    figure('baseline from a year of hours, three forms', 'baseline', 1000),
    figure('MSTL: training, 7 days of back-test, forecast', 'mstl', 1000),
    figure('ARIMA: training, 7 days of back-test, forecast', 'arima', 1000),
    figure('Prophet: training, 3 days of back-test, forecast', 'prophet'),
    figure('worst delay of the main thread meanwhile', 'delayMs', 50),
  ];
}

function yearOfHours(): BaselineTraining {
  const random = seededRandom(2);
  const start = Float64Array.from({ length: 365 * 24 }, (_, hour) => yearStart + hour * hourMs);
  const temperature = start.map(
    (_, hour) => 12 - 10 * Math.cos((2 * Math.PI * hour) / start.length) + 3 * random.normal(),
  );
  const pieces = start.map((_, hour) => (hour % 24 > 5 ? random.below(60) : 0));
  const target = start.map(
    (_, hour) => 30 + 2 * Math.max(0, (temperature[hour] ?? 0) - 15) + 0.5 * (pieces[hour] ?? 0) + 3 * random.normal(),
  );
  return {
    observations: {
      start,
      target,
      drivers: { temperature, pieces },
      hourOfWeek: Uint16Array.from(start.keys(), (hour) => hour % 168),
    },
    drivers: ['temperature', 'pieces'],
    temperature: 'temperature',
    intervalMs: hourMs,
    timeZone: 'UTC',
  };
}

function eightWeeks(method: ForecastTraining['method']): ForecastTraining {
  const random = seededRandom(3);
  const values = Float64Array.from({ length: 8 * 168 }, (_, hour) => {
    const isWorking = hour % 24 >= 6 && hour % 24 < 22 && Math.floor(hour / 24) % 7 < 6;
    return (isWorking ? 90 : 25) + 3 * random.normal();
  });
  return { method, series: { start: yearStart, intervalMs: hourMs, values } };
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, tookMs: performance.now() - startedAt };
}
