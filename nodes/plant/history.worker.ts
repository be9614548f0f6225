import { dataOfThisWorker, serveWorker } from '../kernel/index.ts';
import { type HistoryRunOptions, type HistoryStep, runHistory } from './history-run.ts';

const run = runHistory(dataOfThisWorker() as HistoryRunOptions);

serveWorker({
  next: (): HistoryStep | null => run.next().value ?? null,
});
