import { historyWrites } from './history-store.ts';
import type { Store } from './store.ts';

/** The part of a store that the history's own writers use. */
export type HistoryStore = Pick<Store, 'read' | 'write'>;

/** Writes after which a bucket may read differently; sealing only moves what is there. */
const changing: ReadonlySet<string> = new Set(
  [historyWrites.flush, historyWrites.recount, historyWrites.importBuckets, historyWrites.removeOldest].map(
    ({ name }) => name,
  ),
);

/** Tells of the end of every write that may have changed a bucket, before its caller hears of it. */
export function watchBuckets(store: HistoryStore, onChanged: () => void): HistoryStore {
  return {
    read: (operation, argument) => store.read(operation, argument),
    async write(operation, argument) {
      let result: Awaited<ReturnType<typeof operation.run>> | undefined;
      try {
        result = await store.write(operation, argument);
        return result;
      } finally {
        // A removal that removed nothing says so with its count.
        if (changing.has(operation.name) && result !== 0) onChanged();
      }
    },
  };
}
