import { WorkerClient } from '../kernel/index.ts';
import type { PlantState } from './plant.ts';
import type { JournalEntry } from './plant-devices.ts';
import type { PlantHandle, PlantOptions, PlantSnapshot } from './plant-runtime.ts';

/**
 * Starts a plant in a thread of its own, so that its devices answer while the gateway is busy and the other way round.
 * A thread that ends unexpectedly is started anew, like devices after a power failure. Throws `plant_port_unavailable`.
 */
export async function startPlant(options: PlantOptions): Promise<PlantHandle> {
  const worker = new WorkerClient({
    module: new URL('./plant.worker', import.meta.url),
    name: 'demo plant',
    data: options,
    restart: true,
  });
  try {
    return handleOf(worker, (await worker.call('port')) as number);
  } catch (thrown) {
    await worker.close();
    throw thrown;
  }
}

function handleOf(worker: WorkerClient, port: number): PlantHandle {
  return {
    port,
    async setFault(unit, fault) {
      await worker.call('setFault', { unit, fault });
    },
    async setPhysics(patch) {
      await worker.call('setPhysics', patch);
    },
    journal: async () => (await worker.call('journal')) as readonly JournalEntry[],
    snapshot: async () => (await worker.call('snapshot')) as PlantSnapshot,
    opening: async () => (await worker.call('opening')) as PlantState | null,
    async advance(ms) {
      await worker.call('advance', ms);
    },
    stop: () => worker.close(),
  };
}
