import { dataOfThisWorker, serveWorker, systemClock } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { StepMessage } from './group-commit.ts';
import { openReaderConnection } from './store-engine.ts';
import { storeErrorOf } from './store-errors.ts';
import { loadStoreModules, type Operation, operationsByName } from './store-module.ts';
import { announceOpening, type StoreThreadData } from './store-thread.ts';

/** Half of the ten seconds that a request may take. */
const maxReadMs = 5000;
const maxReadRows = 100_000;

let connection: Connection;
let operations: ReadonlyMap<string, Operation<'read', never, unknown>>;

await announceOpening(async () => {
  const data = dataOfThisWorker() as StoreThreadData;
  operations = operationsByName(await loadStoreModules(data.modules), ({ reads }) => reads);
  connection = await openReaderConnection(data.place, systemClock);
  return null;
});

serveWorker({ read, close: () => connection.close() });

function read({ name, argument }: StepMessage): unknown {
  const operation = operations.get(name);
  if (!operation) throw new Error(`the store has no read ${name}`);
  connection.limitRead({ maxRows: maxReadRows, maxMs: maxReadMs });
  try {
    return operation.run(connection, argument as never);
  } catch (thrown) {
    throw storeErrorOf(thrown);
  }
}
