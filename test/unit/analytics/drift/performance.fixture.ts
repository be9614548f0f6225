import analyticsStore from '../../../../nodes/analytics/analytics-store.ts';
import type { AnalyticsContext } from '../../../../nodes/analytics/analytics-context.ts';
import { Baselines } from '../../../../nodes/analytics/baseline/baselines.ts';
import { ModelPerformance } from '../../../../nodes/analytics/drift/model-performance.ts';
import { Forecasts } from '../../../../nodes/analytics/forecast/forecasts.ts';
import { tierMs } from '../../../../nodes/analytics/history.ts';
import jobStore from '../../../../nodes/analytics/jobs/job-store.ts';
import { TrainingJobs } from '../../../../nodes/analytics/jobs/training-jobs.ts';
import { MachineDirectory } from '../../../../nodes/analytics/machines/machine-directory.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';
import { type AuditEntry, Bus, PointIndex, ProcessImage, type SiteModel } from '../../../../nodes/site/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { inThread, notingLog } from '../in-thread.fixture.ts';
import { memoryStore } from '../jobs/memory-jobs.fixture.ts';
import { press as machine } from '../press.fixture.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday. */
export const now = Date.parse('2026-03-16T12:00:00Z');
export { machine };
const site = siteOf();

const historyDays = 35;
const random = seededRandom(11);
const noise = Float64Array.from({ length: (historyDays + 60) * 24 }, () => random.normal());
/** Follows the hour of the day, so that a forecast can, with pieces that differ from day to day. */
const piecesIn = (hour: number): number => 100 + 60 * Math.sin((hour % 24) / 4) + 4 * ((hour * 7919) % 13);

/** A machine that makes pieces, 0.5 kWh each beside 30 kWh an hour, and from some time on uses more. */
function pressHistory(more: (epochMs: number) => number = () => 0): AnalyticsContext['history'] {
  const start = now - historyDays * dayMs;
  return {
    latest: () => {
      throw new Error('nobody asks');
    },
    series({ sensorId, tier, from, to }: Parameters<AnalyticsContext['history']['series']>[0]) {
      const bucketMs = tier === 'telemetry' ? NaN : tierMs[tier];
      const first = Math.ceil(Math.max(from, start) / bucketMs);
      const count = Math.max(0, Math.ceil(to / bucketMs) - first);
      const starts = Float64Array.from({ length: count }, (_, row) => (first + row) * bucketMs);
      const delta = starts.map((each) => {
        const hour = Math.floor((each - start) / hourMs);
        const kwh = 30 + 0.5 * piecesIn(hour) + 3 * (noise[hour] ?? 0) + more(each);
        return ((sensorId === 1 ? kwh : piecesIn(hour)) * bucketMs) / hourMs;
      });
      const n = starts.map(() => 1);
      return Promise.resolve({ start: starts, n, sum: delta, delta });
    },
  } as unknown as AnalyticsContext['history'];
}

/** The performance of the press's models, on a store in memory; what trains runs in this thread. */
export function performanceOf(more?: (epochMs: number) => number) {
  const clock = new ManualClock(now);
  const store = memoryStore([analyticsStore, jobStore]);
  const reports: string[] = [];
  const entries: AuditEntry[] = [];
  const context = {
    history: pressHistory(more),
    store,
    site,
    machines: new MachineDirectory(site),
    log: notingLog(store, entries),
    compute: inThread,
    clock,
    report: (text: string) => reports.push(text),
  } as unknown as AnalyticsContext;
  const trainings = new TrainingJobs(clock);
  const [baselines, forecasts] = [new Baselines(context, trainings), new Forecasts(context, trainings)];
  const performance = new ModelPerformance({ context, baselines, forecasts, trainings });
  return { clock, context, trainings, baselines, forecasts, performance, entries, reports };
}

function siteOf() {
  const point = { description: '', safetyRequired: false, periodMs: 1000 };
  const energy = { ...point, name: 'energy', sensorId: 1, unit: 'kWh', role: 'energy_import', counter: true };
  const pieces = {
    ...point,
    name: 'production_count',
    sensorId: 2,
    unit: 'pieces',
    role: 'production_count',
    counter: true,
  };
  const image = new ProcessImage();
  image.add(new PointIndex('press', [energy, pieces] as ConstructorParameters<typeof PointIndex>[1]));
  const model = {
    gateway: { siteId: 'SITE', simulated: true },
    sites: [{ code: 'EAST', timezone: 'Europe/Berlin' }],
    servers: [],
    blocks: [],
    equipment: [],
    devices: [{ id: 'press', site: 'EAST' }],
    factories: [{ uuid: 'f', timezone: 'Europe/Berlin' }],
    machines: [machine],
    sensors: [energy, pieces].map(({ name, sensorId: id }) => ({ id, tag: name, device: 'press', point: name })),
    tariffs: [],
    carbonFactors: [],
  } as unknown as SiteModel;
  return { model, image, bus: new Bus(() => undefined), devices: new Map() };
}
