import jobStore from '../../../../nodes/analytics/jobs/job-store.ts';
import type { Store } from '../../../../nodes/history/index.ts';
import type { StoreModule } from '../../../../nodes/history/store-module.ts';
import { memoryConnection } from '../../../support/store-engines.ts';

/** A store in the memory of this thread, for what needs no durable one. */
export function memoryStore(modules: readonly StoreModule[] = [jobStore]): Pick<Store, 'read' | 'write'> {
  const connection = memoryConnection(modules);
  const ask: Store['read'] & Store['write'] = (operation, argument) =>
    Promise.resolve(operation.run(connection, argument));
  return { read: ask, write: ask };
}
