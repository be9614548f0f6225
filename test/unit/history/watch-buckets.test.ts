import assert from 'node:assert/strict';
import { historyReads, historyWrites } from '../../../nodes/history/history-store.ts';
import { type HistoryStore, watchBuckets } from '../../../nodes/history/watch-buckets.ts';

describe('watched store', () => {
  let changes: number;
  let result: unknown;
  let store: HistoryStore;

  beforeEach(() => {
    changes = 0;
    result = undefined;
    const answer = (): Promise<never> =>
      result instanceof Error ? Promise.reject(result) : Promise.resolve(result as never);
    store = watchBuckets({ read: answer, write: answer }, () => (changes += 1));
  });

  it('tells of every write that may change a bucket, before its caller goes on', async () => {
    await store.write(historyWrites.flush, []);
    assert.equal(changes, 1);
    await store.write(historyWrites.recount, { tier: 'agg_1min', start: 0, pointIndex: 1, progress: null });
    assert.equal(changes, 2);
    await store.write(historyWrites.importBuckets, { pointIndex: 1, sensors: [], closedUntil: 0 });
    assert.equal(changes, 3);
  });

  it('tells of a write that failed, whose outcome may be unknown', async () => {
    result = new Error('the connection ended');
    await assert.rejects(store.write(historyWrites.flush, []), /connection ended/);
    assert.equal(changes, 1);
  });

  it('tells of a removal only when something was removed', async () => {
    const retention = { tier: 'agg_1min', before: 0, maxBytes: 1 } as const;
    result = 0;
    await store.write(historyWrites.removeOldest, retention);
    assert.equal(changes, 0);
    result = 3;
    assert.equal(await store.write(historyWrites.removeOldest, retention), 3);
    assert.equal(changes, 1);
  });

  it('tells nothing of reads, and of sealing, which changes no bucket', async () => {
    await store.read(historyReads.stats, undefined);
    await store.write(historyWrites.sealBuckets, { tier: 'agg_1min', before: 0 });
    assert.equal(changes, 0);
  });
});
