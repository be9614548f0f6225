import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countFiles } from '../../../../nodes/servers/sources/count-files.ts';

describe('count of files', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'busbar-files-'));
    mkdirSync(path.join(folder, 'a/b'), { recursive: true });
    for (const [name, bytes] of [
      ['x', 10],
      ['a/y', 20],
      ['a/b/z', 1000],
    ] as const) {
      writeFileSync(path.join(folder, name), Buffer.alloc(bytes));
    }
    symlinkSync(folder, path.join(folder, 'a/circle'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const bounds = { maxEntries: 100, maxMs: 10_000 };

  it('goes into folders, and follows no link', async () => {
    assert.deepEqual(await countFiles(folder, bounds), {
      directory: folder,
      count: 3,
      totalBytes: 1030,
      largestBytes: 1000,
      complete: true,
    });
  });

  it('breaks off at its bound, and says so', async () => {
    const found = await countFiles(folder, { ...bounds, maxEntries: 2 });
    assert.equal(found.complete, false);
    assert.ok(found.count < 3);
  });

  it('rejects for a directory that is not there', async () => {
    await assert.rejects(countFiles(path.join(folder, 'none'), bounds), { code: 'ENOENT' });
  });
});
