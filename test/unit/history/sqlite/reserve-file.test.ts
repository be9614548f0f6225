import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReserveFile } from '../../../../nodes/history/sqlite/reserve-file.ts';
import { Store } from '../../../../nodes/history/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { reads, writes } from '../notes-store.fixture.ts';

const mebibyte = 1024 * 1024;

describe('reserve file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes real room, and keeps it while the disk is not full', () => {
    const file = path.join(folder, 'reserve');
    const reserve = new ReserveFile(file);
    assert.equal(reserve.held, false);
    reserve.hold();
    assert.equal(reserve.held, true);
    assert.ok(statSync(file).blocks * 512 >= 8 * mebibyte);
    assert.equal(reserve.release(), false);
    assert.equal(reserve.held, true);
  });

  it('carries the store over a full disk, which works again by itself when there is room', async function () {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder]).status !== 0) {
      console.log('      SKIPPED: only root can mount the small disk that this test fills');
      this.skip();
    }
    const modules = [new URL('../notes-store.fixture', import.meta.url)];
    const store = await Store.open({ folder, modules, maxMb: 64, clock: new ManualClock(), report: () => undefined });
    try {
      const ballast = path.join(folder, 'ballast');
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - 256 * 1024));

      const written: string[] = [];
      const fill = async (): Promise<void> => {
        for (;;) {
          const text = `${written.length} ${'x'.repeat(100_000)}`;
          await store.write(writes.add, text);
          written.push(text);
        }
      };
      await assert.rejects(fill(), { code: 'store_full', status: 503 });
      assert.ok(written.length * 100_000 > 2 * mebibyte, `the reserve carried ${written.length} rows`);
      assert.equal(store.health().ok, false);
      assert.deepEqual(await store.read(reads.texts, undefined), written);

      rmSync(ballast);
      await store.maintain();
      assert.deepEqual(store.health().reason, null);
      await store.write(writes.add, 'room again');
    } finally {
      await store.close();
      spawnSync('umount', [folder]);
    }
  });
});
