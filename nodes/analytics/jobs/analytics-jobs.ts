import type { AnalyticsContext } from '../analytics-context.ts';
import type { Anomalies } from '../anomaly/anomalies.ts';
import type { ModelPerformance } from '../drift/model-performance.ts';
import { calculateKpiDays } from './daily-kpis.ts';
import type { ScheduledJob } from './job-scheduler.ts';
import { type JobOutcome, jobWrites } from './job-store.ts';
import type { TrainingJobs } from './training-jobs.ts';

export interface AnalyticsJobsOptions {
  readonly context: Pick<AnalyticsContext, 'history' | 'machines' | 'store' | 'clock'>;
  readonly performance: Pick<ModelPerformance, 'retrain' | 'training' | 'checkYesterday'>;
  readonly trainings: TrainingJobs;
  readonly anomalies: Pick<Anomalies, 'detectAll'>;
}

/** How long the runs of jobs are kept. */
const runsKeptMs = 90 * 86_400_000;

/** The jobs of contract 003, with its names and times. */
export function analyticsJobs(options: AnalyticsJobsOptions): readonly ScheduledJob[] {
  return [
    {
      id: 'baseline_retrain',
      name: 'Weekly Baseline Retraining',
      schedule: { weekday: 0, hour: 2, minute: 0 },
      run: (stop) => retrainBaselines(options, stop),
    },
    {
      id: 'anomaly_detect',
      name: 'Hourly Anomaly Detection',
      schedule: { minute: 5 },
      run: () => options.anomalies.detectAll(),
    },
    {
      id: 'kpi_calculate',
      name: 'Daily KPI Calculation',
      schedule: { hour: 0, minute: 30 },
      run: async (stop) =>
        joined(await calculateKpiDays(options.context), await options.performance.checkYesterday(stop)),
    },
    {
      id: 'training_cleanup',
      name: 'Training Job Cleanup',
      schedule: { minute: 15 },
      run: () => cleanUp(options),
    },
  ];
}

async function retrainBaselines(
  { context, performance }: AnalyticsJobsOptions,
  stop: AbortSignal,
): Promise<JobOutcome> {
  const machines = context.machines.all();
  const failures: string[] = [];
  let [trained, activated] = [0, 0];
  for (const machine of machines) {
    if (stop.aborted) break;
    const start = performance.retrain(machine, 'baseline', { trigger: 'scheduled' });
    if (!start.isTriggered) {
      failures.push(`${machine.name}: ${start.reason}`);
      continue;
    }
    const { id, failure } = await start.ended;
    if (failure !== null) {
      failures.push(`${machine.name}: ${failure}`);
      continue;
    }
    trained += 1;
    const { model } = await performance.training(id);
    if (model?.isActive === true) activated += 1;
  }
  return { counts: { machines: machines.length, trained, activated }, failures };
}

async function cleanUp({ context: { store, clock }, trainings }: AnalyticsJobsOptions): Promise<JobOutcome> {
  const runs = await store.write(jobWrites.forgetRuns, clock.now() - runsKeptMs);
  return { counts: { trainings_forgotten: trainings.forgetOld(), runs_forgotten: runs }, failures: [] };
}

function joined(first: JobOutcome, second: JobOutcome): JobOutcome {
  return { counts: { ...first.counts, ...second.counts }, failures: [...first.failures, ...second.failures] };
}
