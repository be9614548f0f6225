import { WorkerPool } from '../kernel/index.ts';
import { type AnalyticsContext, analyticsContext } from './analytics-context.ts';
import { MachineDirectory } from './machines/machine-directory.ts';

export type AnalyticsOptions = Omit<AnalyticsContext, 'compute' | 'machines'>;

/** Starts the analytics of the site's machines, after history and alarms. Returns how to end it. */
export async function startAnalytics(options: AnalyticsOptions): Promise<() => Promise<void>> {
  const compute = new WorkerPool(options.clock);
  const context: AnalyticsContext = { ...options, compute, machines: new MachineDirectory(options.site) };
  analyticsContext.provide(context);
  return async () => {
    analyticsContext.withdraw();
    await compute.close();
  };
}
