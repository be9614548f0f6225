import { dataOfThisWorker, serveWorker } from '../kernel/index.ts';
import type { StepMessage } from './group-commit.ts';
import { StoreWriter } from './store-writer.ts';
import { announceOpening, type StoreThreadData } from './store-thread.ts';

let writer: StoreWriter;

await announceOpening(async () => {
  writer = await StoreWriter.open(dataOfThisWorker() as StoreThreadData);
  return writer.facts;
});

serveWorker({
  commit: (steps: readonly StepMessage[]) => writer.commit(steps),
  maintain: (request: { probe: boolean }) => writer.maintain(request),
  close: () => writer.close(),
});
