import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalyticsContext } from '../../../../nodes/analytics/analytics-context.ts';
import { analyticsStoreModule } from '../../../../nodes/analytics/index.ts';
import { TrainingJobs } from '../../../../nodes/analytics/jobs/training-jobs.ts';
import { Forecasts } from '../../../../nodes/analytics/forecast/forecasts.ts';
import { AuditLog, auditStoreModule } from '../../../../nodes/events/index.ts';
import { Store } from '../../../../nodes/history/index.ts';
import { systemClock, WorkerPool } from '../../../../nodes/kernel/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { contextOf, machineIds, sensorOf } from '../context.fixture.ts';

const minuteMs = 60_000;
const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

/** Midnight of a Sunday in California, where the compressor stands. */
export const sunday = Date.parse('2026-01-04T08:00:00Z');

/** kW of the compressor: 100 and a little more by the hour from 6 to 22 on working days, else 20. */
export function powerAt(epochMs: number): number {
  const hours = Math.floor((epochMs - sunday) / (hourMinutes * minuteMs));
  const [weekday, hour] = [Math.floor(hours / 24) % 7, hours % 24];
  const isWorking = weekday >= 1 && weekday <= 5 && hour >= 6 && hour < 22;
  return isWorking ? 100 + 10 * Math.sin((Math.PI * (hour - 6)) / 16) : 20;
}

export interface RunningForecasts {
  readonly context: AnalyticsContext;
  readonly clock: ManualClock;
  readonly log: AuditLog;
  readonly forecasts: Forecasts;
  /** As after a restart: nothing is known but what the store keeps. */
  readonly restarted: () => Forecasts;
  readonly close: () => Promise<void>;
}

/** The compressor measured for some days and ten hours and twenty-four minutes, until now; it makes a piece for each kWh. */
export async function runForecasts(days: number): Promise<RunningForecasts> {
  const minutes = days * dayMinutes + 10 * hourMinutes + 25;
  const energy = new Float64Array(minutes);
  for (let minute = 1; minute < minutes; minute += 1) {
    energy[minute] = energy[minute - 1]! + powerAt(sunday + (minute - 1) * minuteMs) / hourMinutes;
  }
  const counted = (minute: number): number => energy[minute]!;
  const sensors = new Map([
    [sensorOf('Compressor-1', 'energy'), counted],
    [sensorOf('Compressor-1', 'production_count'), counted],
  ]);
  const clock = new ManualClock(sunday + (minutes - 1) * minuteMs);
  const measured = { ...contextOf({ start: sunday, minutes, readings: sensors }), clock };
  const folder = mkdtempSync(path.join(tmpdir(), 'busbar-forecasts-'));
  const modules = [auditStoreModule, analyticsStoreModule];
  const store = await Store.open({ folder, modules, maxMb: 64, clock: systemClock, report: () => undefined });
  const log = await AuditLog.open({ store, clock: clock, report: () => undefined });
  const compute = new WorkerPool(clock);
  const context: AnalyticsContext = { ...measured, store, log, compute };
  const start = (): Forecasts => new Forecasts(context, new TrainingJobs(clock));
  return {
    context,
    clock,
    log,
    forecasts: start(),
    restarted: start,
    close: async () => {
      await compute.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const { compressor, hvac } = machineIds;
