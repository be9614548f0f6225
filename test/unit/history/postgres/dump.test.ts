import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backupStore, restoreStore, Store, storePlace } from '../../../../nodes/history/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { postgresInstalled, type PostgresServer, testPassword } from '../../../support/postgres-server.ts';
import { sharedServer } from '../../../support/store-engines.ts';
import { reads, writes } from '../notes-store.fixture.ts';

const needs = postgresInstalled ? '' : ' [needs the Debian package postgresql]';
const ignore = (): void => undefined;

(postgresInstalled ? describe : describe.skip)(`dump of a store on a server${needs}`, function () {
  this.timeout(10_000);
  let server: PostgresServer;
  let folder: string;
  let url: string;
  let dump: string;
  let searchPath: string | undefined;

  before(async function () {
    this.timeout(30_000);
    server = await sharedServer();
  });
  beforeEach(() => {
    searchPath = process.env['PATH'];
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-dump-'));
    dump = path.join(folder, 'store.dump');
    url = server.createDatabase();
  });
  afterEach(() => {
    process.env['PATH'] = searchPath;
    rmSync(folder, { recursive: true });
  });

  async function withStore<T>(place: string, use: (store: Store) => Promise<T>): Promise<T> {
    const modules = [new URL('../notes-store.fixture', import.meta.url)];
    const options = { folder, url: place, modules, maxMb: 64, clock: new ManualClock(), report: ignore };
    const store = await Store.open(options);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  it('is taken while a gateway runs, and fills a new database', async () => {
    await withStore(url, async (store) => {
      await store.write(writes.add, 'in the dump');
      await backupStore(storePlace({ folder, url }), dump, ignore);
    });
    const fresh = server.createDatabase();
    await restoreStore(dump, storePlace({ folder, url: fresh }), '');
    await withStore(fresh, async (store) => {
      assert.deepEqual(await store.read(reads.texts, undefined), ['in the dump']);
      assert.equal(await store.write(writes.add, 'the numbers go on'), 2);
    });
    assert.equal(readFileSync(dump).includes(testPassword), false);
  });

  it('is not restored over another store', async () => {
    await withStore(url, () => backupStore(storePlace({ folder, url }), dump, ignore));
    await assert.rejects(restoreStore(dump, storePlace({ folder, url }), ''), { code: 'restore_not_empty' });
  });

  it('says which program is missing', async () => {
    process.env['PATH'] = folder;
    await assert.rejects(backupStore(storePlace({ folder, url }), dump, ignore), {
      code: 'backup_tool_missing',
      message: /pg_dump is not installed/,
    });
  });
});
