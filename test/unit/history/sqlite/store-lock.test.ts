import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockStore } from '../../../../nodes/history/sqlite/store-lock.ts';

describe('store lock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    file = path.join(folder, 'store.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lockElsewhere = (): number | null => {
    const module = new URL('../../../../nodes/history/sqlite/store-lock.ts', import.meta.url).href;
    const script = `import { lockStore } from '${module}'; lockStore('${file}');`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script]).status;
  };

  it('keeps others out until it is released', () => {
    const unlock = lockStore(file);
    assert.throws(() => lockStore(file), { code: 'store_in_use', message: new RegExp(file) });
    assert.equal(lockElsewhere(), 1);
    unlock();
    lockStore(file)();
  });

  it('is not left behind by a process that ended without releasing it', () => {
    assert.equal(lockElsewhere(), 0);
    lockStore(file)();
  });
});
