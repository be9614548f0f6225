import type { Store } from '../history/index.ts';
import type { Machine } from '../site/index.ts';
import { type AnalyticsContext, analyticsContext } from './analytics-context.ts';
import { analyticsReads } from './analytics-store.ts';
import { schedulerStatusBody } from './jobs/job-bodies.ts';
import { jobScheduler } from './jobs/job-scheduler.ts';
import { pointsOf } from './machines/machine-sensors.ts';

/** What the health of the platform says of the analytics (contract 003). */
export interface AnalyticsFacts {
  /** Body of the scheduler's status. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  readonly features: readonly string[];
  /** Machines that were measured within a day. */
  readonly activeMachines: number;
  /** Active baseline models; null while the store cannot be read. */
  readonly baselineModels: number | null;
  /** Anomalies that reach into the last day; null while the store cannot be read. */
  readonly recentAnomalies: number | null;
}

const features = [
  'baseline_regression',
  'anomaly_detection',
  'kpi_calculation',
  'energy_forecasting',
  'time_series_analytics',
  'optimal_scheduling',
  'sankey_energy_flow',
  'anomaly_heatmap',
  'machine_comparison',
  'model_performance_tracking',
];

const dayMs = 24 * 3_600_000;

/** Throws `service_not_started`. */
export async function currentAnalyticsFacts(): Promise<AnalyticsFacts> {
  const context = analyticsContext.get();
  const scheduler = schedulerStatusBody(jobScheduler.get().status());
  const now = context.clock.now();
  const machines = context.machines.all();
  const [baselineModels, recentAnomalies] = await Promise.all([
    readOrNull(countActiveBaselines(context.store)),
    readOrNull(countAnomalies(context.store, machines, now)),
  ]);
  const activeMachines = machines.filter((machine) => isMeasured(context, machine, now)).length;
  return { scheduler, features, activeMachines, baselineModels, recentAnomalies };
}

function isMeasured({ machines, history }: AnalyticsContext, { device }: Machine, now: number): boolean {
  const sensorIds = pointsOf(machines.directory, device).map(({ sensorId }) => sensorId);
  return history.latest(sensorIds).some(({ ts, value }) => value !== null && ts >= now - dayMs);
}

function countActiveBaselines(store: Pick<Store, 'read'>): Promise<number> {
  return store.read(analyticsReads.activeModelCount, 'baseline');
}

async function countAnomalies(store: Pick<Store, 'read'>, machines: readonly Machine[], now: number): Promise<number> {
  const machineIds = machines.map(({ uuid }) => uuid);
  const { total } = await store.read(analyticsReads.anomalies, { from: now - dayMs, until: now, machineIds, limit: 0 });
  return total;
}

/** A store that is down says why itself, and the rest of the health stands without it. */
function readOrNull(reading: Promise<number>): Promise<number | null> {
  return reading.catch(() => null);
}
