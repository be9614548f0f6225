import type { AnalyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import type { memoryStore } from './jobs/memory-jobs.fixture.ts';

/** A log that notes its entries and runs their steps on a store in memory. */
export function notingLog(store: ReturnType<typeof memoryStore>, entries: AuditEntry[]): AnalyticsContext['log'] {
  return {
    append: async (entry: AuditEntry, { with: steps }: { with: { operation: never; argument: never }[] }) => {
      entries.push(entry);
      return { results: await Promise.all(steps.map(({ operation, argument }) => store.write(operation, argument))) };
    },
  } as unknown as AnalyticsContext['log'];
}

/** Runs what trains in this thread, with arguments and results cloned as between threads. */
export const inThread: AnalyticsContext['compute'] = {
  async run(job) {
    const loaded = (await import(`${job.module.href}.ts`)) as Record<string, (argument: unknown) => unknown>;
    return structuredClone(await loaded[job.function]!(structuredClone(job.argument)));
  },
};
