import { WorkerClient } from '../kernel/index.ts';
import type { Publisher } from './publish-report.ts';
import type { PubSubOptions } from './pubsub-publisher.ts';

/**
 * A publisher in a new thread. Ending the thread ends everything that the client holds, which is what makes building it
 * anew a cure.
 */
export function startPublisherThread(options: PubSubOptions): Publisher {
  const worker = new WorkerClient({
    module: new URL('./pubsub.worker', import.meta.url),
    name: 'pubsub',
    data: options,
    restart: true,
  });
  return {
    publish: (batch) => worker.call('publish', batch) as ReturnType<Publisher['publish']>,
    probe: () => worker.call('probe') as ReturnType<Publisher['probe']>,
    close: () => worker.close(),
  };
}
