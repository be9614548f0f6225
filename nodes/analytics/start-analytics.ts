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
  const [baselinesOfSite, forecastsOfSite] = [new Baselines(context, trainings), new Forecasts(context, trainings)];
  baselines.provide(baselinesOfSite);
  const anomaliesOfSite = await Anomalies.start(context, baselinesOfSite);
  anomalies.provide(anomaliesOfSite);
  forecasts.provide(forecastsOfSite);
  const performance = new ModelPerformance({
    context,
    baselines: baselinesOfSite,
    forecasts: forecastsOfSite,
    trainings,
  });
  modelPerformance.provide(performance);
  schedules.provide(new Schedules(context));
  const jobs = analyticsJobs({ context, performance, trainings, anomalies: anomaliesOfSite });
  const timeZone = options.site.model.sites[0]?.timezone ?? 'UTC';
  const scheduler = await JobScheduler.start({ ...options, jobs, timeZone });
  jobScheduler.provide(scheduler);
  return async () => {
    await scheduler.stop();
    jobScheduler.withdraw();
    await performance.stop();
    modelPerformance.withdraw();
    forecasts.withdraw();
    schedules.withdraw();
    anomalies.withdraw();
    baselines.withdraw();
    analyticsContext.withdraw();
    await compute.close();
  };
}
