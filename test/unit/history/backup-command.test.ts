import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Store } from '../../../nodes/history/index.ts';
import { runNode } from '../../../scripts/run.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { reads, writes } from './notes-store.fixture.ts';

describe('backup and restore commands', function () {
  this.timeout(10_000);
  let folder: string;
  let store: Store;

  const open = (): Promise<Store> =>
    Store.open({
      folder,
      modules: [new URL('./notes-store.fixture', import.meta.url)],
      maxMb: 64,
      clock: new ManualClock(),
      report: () => undefined,
    });
  const run = (...args: string[]): ReturnType<typeof runNode> =>
    runNode(args, { env: { BUSBAR_DATA: folder, STORE_URL: '' } });

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('copy a running store, refuse to replace it, and replace it when it has stopped', async () => {
    await store.write(writes.add, 'kept');
    const copied = await run('scripts/backup.ts');
    assert.equal(copied.code, 0, copied.output);
    assert.match(copied.output, /^note +1 rows$/m);
    const [name = ''] = readdirSync(path.join(folder, 'backups'));
    assert.match(name, /^store-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/);
    const file = path.join(folder, 'backups', name);

    await store.write(writes.add, 'lost');
    const refused = await run('scripts/restore.ts', file);
    assert.deepEqual([refused.code, /held by another running gateway/.test(refused.output)], [1, true], refused.output);

    await store.close();
    const restored = await run('scripts/restore.ts', file);
    assert.equal(restored.code, 0, restored.output);
    store = await open();
    assert.deepEqual(await store.read(reads.texts, undefined), ['kept']);
    assert.ok(readdirSync(folder).some((entry) => /^store-before-restore-.*\.db$/.test(entry)));
  });

  it('say what is missing', async () => {
    const { code, output } = await run('scripts/restore.ts');
    assert.equal(code, 1);
    assert.match(output, /Usage: npm run restore -- file/);
  });
});
