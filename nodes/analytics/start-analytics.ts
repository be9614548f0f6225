import { WorkerPool } from '../kernel/index.ts';
import { type AnalyticsContext, analyticsContext } from './analytics-context.ts';
import { Anomalies, anomalies } from './anomaly/anomalies.ts';
import { Baselines, baselines } from './baseline/baselines.ts';
import { ModelPerformance, modelPerformance } from './drift/model-performance.ts';
import { Forecasts, forecasts } from './forecast/forecasts.ts';
import { analyticsJobs } from './jobs/analytics-jobs.ts';
import { JobScheduler, jobScheduler } from './jobs/job-scheduler.ts';
import { TrainingJobs } from './jobs/training-jobs.ts';
import { MachineDirectory } from './machines/machine-directory.ts';
import { Schedules, schedules } from './schedule/schedules.ts';

export type AnalyticsOptions = Omit<AnalyticsContext, 'compute' | 'machines'>;

/** Starts the analytics of the site's machines, after history and alarms. Returns how to end it. */
export async function startAnalytics(options: AnalyticsOptions): Promise<() => Promise<void>> {
  const compute = new WorkerPool(options.clock);
  const context: AnalyticsContext = { ...options, compute, machines: new MachineDirectory(options.site) };
  analyticsContext.provide(context);
  const trainings = new TrainingJobs(options.clock);
  const parts = { baselines: new Baselines(context, trainings), forecasts: new Forecasts(context, trainings) };
  baselines.provide(parts.baselines);
  forecasts.provide(parts.forecasts);
  schedules.provide(new Schedules(context));
  const found = await Anomalies.start(context, parts.baselines);
  anomalies.provide(found);
  const performance = new ModelPerformance({ context, trainings, ...parts });
  modelPerformance.provide(performance);
  const jobs = analyticsJobs({ context, performance, trainings, anomalies: found });
  const timeZone = options.site.model.sites[0]?.timezone ?? 'UTC';
  const scheduler = await JobScheduler.start({ ...options, jobs, timeZone });
  jobScheduler.provide(scheduler);
  return async () => {
    // A job may wait for a training: first that, and then the thread it runs in, is ended.
    const jobsEnded = scheduler.stop();
    trainings.stop();
    await compute.close();
    await jobsEnded;
    await performance.stop();
    const services = [jobScheduler, modelPerformance, anomalies, schedules, forecasts, baselines, analyticsContext];
    for (const service of services) service.withdraw();
  };
}
