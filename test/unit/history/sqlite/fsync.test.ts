import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const child = path.join(import.meta.dirname, '..', 'write-notes.child.ts');

describe('fsync', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('happens at each single commit, and once for a group', function () {
    if (spawnSync('strace', ['-V']).status !== 0) {
      console.log('      SKIPPED: strace is not installed, nothing counted the fsyncs');
      this.skip();
    }
    this.timeout(5000);
    const trace = path.join(folder, 'trace');
    const options = ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=fsync,fdatasync', '-o', trace];
    const { status, stderr } = spawnSync('strace', [...options, process.execPath, child, folder, '100', '900']);
    assert.equal(status, 0, String(stderr));
    const syncs = readFileSync(trace, 'utf8').match(/\bf(data)?sync\(/g)?.length ?? 0;
    assert.ok(syncs >= 100, `${syncs} fsyncs for 100 single commits`);
    assert.ok(syncs <= 200, `${syncs} fsyncs for 100 single commits and one group of 900`);
  });
});
