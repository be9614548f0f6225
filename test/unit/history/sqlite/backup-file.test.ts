import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backupStore, restoreStore, Store, storePlace } from '../../../../nodes/history/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { reads, writes } from '../notes-store.fixture.ts';

describe('backup of a store file', () => {
  let folder: string;
  let store: Store;
  let backup: string;
  const ignore = (): void => undefined;

  const open = (): Promise<Store> =>
    Store.open({
      folder,
      modules: [new URL('../notes-store.fixture', import.meta.url)],
      maxMb: 64,
      clock: new ManualClock(),
      report: ignore,
    });
  const restore = (source = backup): ReturnType<typeof restoreStore> =>
    restoreStore(source, storePlace({ folder }), path.join(folder, 'kept.db'));
  const texts = (): Promise<string[]> => store.read(reads.texts, undefined);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    backup = path.join(folder, 'backups', 'one.db');
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('holds one state of a store that is being written, and nobody else can read it', async () => {
    const payload = 'x'.repeat(50_000);
    await Promise.all(Array.from({ length: 200 }, (_, i) => store.write(writes.add, `${i} ${payload}`)));
    const copying = new AbortController();
    const writer = (async () => {
      for (let i = 200; !copying.signal.aborted; i += 1) await store.write(writes.add, `${i} ${payload}`);
    })();
    const shares: number[] = [];
    const tables = await backupStore(storePlace({ folder }), backup, (share) => shares.push(share));
    copying.abort();
    await writer;

    const copied = tables?.find(({ table }) => table === 'note')?.rows ?? 0;
    assert.ok(copied >= 200 && copied <= (await texts()).length, `${copied} rows`);
    assert.ok(shares.length > 1, 'it was copied in steps');
    assert.equal(statSync(backup).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(path.dirname(backup)), ['one.db']);
  });

  it('comes back as it was, and the store that it replaces stays beside it', async () => {
    await store.write(writes.add, 'in the backup');
    await backupStore(storePlace({ folder }), backup, ignore);
    await store.write(writes.add, 'after it');
    await store.close();

    const tables = await restore();
    assert.equal(tables?.find(({ table }) => table === 'note')?.rows, 1);
    store = await open();
    assert.deepEqual(await texts(), ['in the backup']);
    const kept = new DatabaseSync(path.join(folder, 'kept.db'));
    assert.equal(kept.prepare('select count(*) as n from note').get()?.['n'], 2);
    kept.close();
  });

  it('overwrites no other backup', async () => {
    await backupStore(storePlace({ folder }), backup, ignore);
    await assert.rejects(backupStore(storePlace({ folder }), backup, ignore), { code: 'backup_exists' });
  });

  it('is not restored under a running gateway', async () => {
    await backupStore(storePlace({ folder }), backup, ignore);
    await assert.rejects(restore(), { code: 'store_in_use' });
    assert.equal(await store.write(writes.add, 'still mine'), 1);
  });

  it('is not restored when it is damaged or no store', async () => {
    for (let i = 0; i < 50; i += 1) await store.write(writes.add, `${i} ${'x'.repeat(5000)}`);
    await backupStore(storePlace({ folder }), backup, ignore);
    await store.close();
    const torn = path.join(folder, 'torn.db');
    writeFileSync(torn, readFileSync(backup).fill(0x5a, 10 * 4096, 20 * 4096));
    const foreign = path.join(folder, 'foreign.db');
    new DatabaseSync(foreign).exec('create table t (a)');
    const text = path.join(folder, 'text.db');
    writeFileSync(text, 'not a database at all, but long enough to be one if it were, which it is not'.repeat(10));

    await assert.rejects(restore(torn), { code: 'store_damaged', message: /torn\.db/ });
    await assert.rejects(restore(foreign), { code: 'store_unavailable', message: /another program's/ });
    await assert.rejects(restore(text), { code: 'store_unavailable', message: /not a database/ });
    await assert.rejects(restore(path.join(folder, 'absent.db')), { code: 'store_unavailable' });
    assert.equal(existsSync(path.join(folder, 'kept.db')), false);
    store = await open();
    assert.equal((await texts()).length, 50);
  });
});
