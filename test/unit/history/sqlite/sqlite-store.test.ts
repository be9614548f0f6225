import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Store, type StoreOptions } from '../../../../nodes/history/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { writes } from '../notes-store.fixture.ts';

describe('store file', () => {
  const reports: string[] = [];
  let folder: string;
  let store: Store;

  const open = (options: Partial<StoreOptions> = {}): Promise<Store> =>
    Store.open({
      folder,
      modules: [new URL('../notes-store.fixture', import.meta.url)],
      maxMb: 64,
      clock: new ManualClock(),
      report: (text) => reports.push(text),
      ...options,
    });

  beforeEach(async () => {
    reports.length = 0;
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    store = await open();
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('says full at its size limit, and works again when rows were removed', async () => {
    await store.close();
    store = await open({ maxMb: 1 });
    const fill = async (): Promise<void> => {
      for (let i = 0; ; i += 1) await store.write(writes.add, `${i} ${'x'.repeat(50_000)}`);
    };
    await assert.rejects(fill(), { code: 'store_full', status: 503 });
    const { ok, reason } = store.health();
    assert.equal(ok, false);
    assert.match(reason ?? '', /no room left/);
    await store.maintain();
    assert.equal(store.health().ok, false, 'the probe sees that there is still no room');
    await store.write(writes.clear, undefined);
    await store.maintain();
    assert.equal(store.health().ok, true);
    assert.equal(reports.length, 2, reports.join('\n'));
  });

  it('shrinks the write-ahead log on its timer', async () => {
    const clock = new ManualClock();
    await store.close();
    store = await open({ clock });
    await store.write(writes.add, 'x'.repeat(100_000));
    assert.ok(store.health().walBytes > 100_000);
    clock.advance(10_000);
    await store.maintain();
    assert.equal(store.health().walBytes, 0);
    assert.ok(store.health().bytes > 100_000);
  });
});
