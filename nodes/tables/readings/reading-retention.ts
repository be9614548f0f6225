import { type Clock, textOf, type Timer } from '../../kernel/index.ts';
import type { Store } from '../../history/index.ts';
import { tableWrites } from '../table-store.ts';

interface ReadingRetentionOptions {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  readonly keepDays: number;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const dayMs = 86_400_000;
const runMs = 60_000;
/** One removal holds the writer for some milliseconds; several a minute keep up with every plant. */
const rowsAtOnce = 2000;
const removalsInARun = 5;

/** Removes readings that are older than the retention, little by little. Market data and registry stay. */
export function retainReadings({ store, clock, keepDays, report }: ReadingRetentionOptions): Timer {
  const run = async (): Promise<void> => {
    const before = clock.now() - keepDays * dayMs;
    for (const table of ['mg_bess_readings', 'mg_meter_readings'] as const) {
      for (let removal = 0; removal < removalsInARun; removal += 1) {
        const removed = await store.write(tableWrites.removeOldest, { table, before, atMost: rowsAtOnce });
        if (removed < rowsAtOnce) break;
      }
    }
  };
  return clock.every(
    runMs,
    () => void run().catch((thrown: unknown) => report(`old readings stay: ${textOf(thrown)}`)),
  );
}
