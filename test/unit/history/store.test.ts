import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { step, Store, type StoreOptions } from '../../../nodes/history/index.ts';
import { type BusbarError, systemClock } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { describeEngines, type TestPlace } from '../../support/store-engines.ts';
import { reads, writes } from './notes-store.fixture.ts';

const codeOf = (thrown: unknown): string => (thrown as BusbarError).code;

describeEngines('store', (engine) => {
  const reports: string[] = [];
  let place: TestPlace;
  let store: Store;

  const open = (options: Partial<StoreOptions> = {}): Promise<Store> =>
    Store.open({
      ...place,
      modules: [new URL('./notes-store.fixture', import.meta.url)],
      maxMb: 64,
      clock: new ManualClock(),
      report: (text) => reports.push(text),
      ...options,
    });

  beforeEach(async () => {
    reports.length = 0;
    place = engine.place();
    store = await open();
  });

  afterEach(() => store.close());

  it('reads what was written, also after a restart', async () => {
    assert.equal(await store.write(writes.add, 'first'), 1);
    assert.deepEqual(await store.read(reads.texts, undefined), ['first']);
    await store.close();
    store = await open();
    assert.deepEqual(await store.read(reads.texts, undefined), ['first']);
  });

  it('fails one write of a group and keeps its neighbours', async () => {
    const outcomes = await Promise.allSettled([
      store.write(writes.add, 'a'),
      store.write(writes.failAfterAdding, 'b'),
      store.write(writes.add, 'a'),
      store.write(writes.add, 'c'),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await store.read(reads.texts, undefined), ['a', 'c']);
    assert.equal(store.health().ok, true);
  });

  it('commits a transaction as a whole or not at all', async () => {
    const ids = await store.transaction([step(writes.add, 'a'), step(writes.add, 'b')]);
    assert.deepEqual(ids, [1, 2]);
    await assert.rejects(store.transaction([step(writes.add, 'c'), step(writes.failAfterAdding, 'd')]), /refused d/);
    assert.deepEqual(await store.read(reads.texts, undefined), ['a', 'b']);
  });

  it('finishes the writes that were made before it closes', async () => {
    const last = Array.from({ length: 100 }, (_, i) => store.write(writes.add, `note ${i}`));
    await store.close();
    assert.equal((await Promise.all(last)).length, 100);
    store = await open();
    assert.equal((await store.read(reads.texts, undefined)).length, 100);
  });

  it('refuses a second gateway on the same store, naming it', async () => {
    await assert.rejects(open(), { code: 'store_in_use', message: /\/store(\.db|_\d+) is held by another/ });
    assert.equal(await store.write(writes.add, 'still mine'), 1);
  });

  it('refuses a store that a newer program wrote', async () => {
    await store.write(writes.migrateFurther, '999-later');
    await store.close();
    await assert.rejects(open(), { code: 'store_newer_than_program', message: /notes\/999-later/ });
  });

  it('bounds the writes that wait', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10_001 }, (_, i) => store.write(writes.add, `note ${i}`)),
    );
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => codeOf(reason));
    assert.deepEqual(refusals, ['store_overloaded']);
  });

  it('bounds a read', async () => {
    assert.equal(await store.read(reads.count, 100_000), 100_000);
    await assert.rejects(store.read(reads.count, 100_001), { code: 'store_read_too_large', status: 422 });
  });

  it('comes back when its writer crashes, and says that the outcome is unknown', async () => {
    await assert.rejects(store.write(writes.endThread, undefined), { code: 'store_outcome_unknown', status: 503 });
    assert.match(store.health().reason ?? '', /store writer is down/);
    await assert.rejects(store.write(writes.add, 'too early'), { code: 'store_unavailable' });
    while (!store.health().ok) await sleep(20);
    await store.write(writes.add, 'again');
    assert.deepEqual(await store.read(reads.texts, undefined), ['again']);
    assert.match(reports.join(), /The store writer stopped/);
  });

  it('tells how many writes wait, and for how long', async () => {
    const clock = new ManualClock();
    await store.close();
    store = await open({ clock });
    assert.equal(store.health().lagMs, 0);
    const writing = [store.write(writes.add, 'a'), store.write(writes.add, 'b')];
    clock.advance(250);
    assert.deepEqual([store.health().pending, store.health().lagMs], [2, 250]);
    await Promise.all(writing);
    assert.deepEqual([store.health().pending, store.health().lagMs], [0, 0]);
  });

  it('names its engine and knows its size', async () => {
    await store.maintain();
    const { engine: name, extensions, bytes } = store.health();
    assert.match(name, engine.name === 'sqlite' ? /^sqlite 3\.\d+\.\d+$/ : /^postgresql \d+\.\d+$/);
    assert.deepEqual(extensions, []);
    assert.ok(bytes > 10_000, `${bytes} bytes`);
  });

  it('measures how long the newest commit took', async () => {
    await store.close();
    store = await open({ clock: systemClock });
    assert.equal(store.health().lastCommitMs, null);
    await store.write(writes.add, 'timed');
    const { lastCommitMs } = store.health();
    assert.ok(lastCommitMs !== null && lastCommitMs > 0 && lastCommitMs < 1000, `${lastCommitMs}`);
  });
});
