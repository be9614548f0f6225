import { type Clock, WorkerClient } from '../../kernel/index.ts';
import type { FileStatistics, Reading } from '../reading.ts';
import { errors } from '../server-errors.ts';
import type { Source } from './source.ts';

export interface LocalHostOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Directories whose files are counted. */
  readonly scan: readonly string[];
}

const countPeriodMs = 600_000;
const countBounds = { maxEntries: 1_000_000, maxMs: 60_000 };

/**
 * The gateway's own machine. A thread of its own asks it: that starts other programs and walks through directories,
 * for which control must not wait.
 */
export function localHostSource(label: string, { clock, timeoutMs, scan }: LocalHostOptions): Source {
  const worker = new WorkerClient({
    module: new URL('./local-host.worker', import.meta.url),
    name: 'local host',
    restart: true,
  });
  const counted = new Map<string, FileStatistics>();
  const countAll = async (): Promise<void> => {
    for (const directory of scan) {
      const count = worker.call('count', { directory, bounds: countBounds }) as Promise<FileStatistics>;
      // A directory that is not there has no figures; that is not a fault of the whole machine.
      await count.then((found) => counted.set(directory, found)).catch(() => counted.delete(directory));
    }
  };
  void countAll();
  const timer = clock.every(countPeriodMs, () => void countAll());
  return {
    label,
    async collect() {
      const reading = await withinTime(worker.call('read') as Promise<Reading>, clock, timeoutMs);
      return counted.size === 0 ? reading : { ...reading, files: [...counted.values()] };
    },
    async close() {
      timer.cancel();
      await worker.close();
    },
  };
}

function withinTime<T>(promise: Promise<T>, clock: Clock, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(errors.source_timeout({ limit: `${timeoutMs / 1000} s` }));
    const timer = clock.after(timeoutMs, late);
    promise.then(resolve, reject).finally(() => timer.cancel());
  });
}
