import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../nodes/kernel/index.ts';

describe('boot', () => {
  let dataFolder: string;

  before(() => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'busbar-boot-'));
  });
  after(() => rmSync(dataFolder, { recursive: true }));

  const wrong: [string, string, RegExp][] = [
    ['PORT', '80000', /^PORT=80000 is not valid: expected a whole number from 0 to 65535\.$/],
    [
      'DASHBOARD_API_KEY',
      'too-short',
      /^DASHBOARD_API_KEY=\(hidden\) is not valid: expected at least 16 characters\.$/,
    ],
    ['SITE', 'sites/nowhere.yaml', /sites\/nowhere\.yaml: .*no such file/],
  ];
  for (const [name, value, reason] of wrong) {
    it(`ends the process with one clear line for a wrong ${name}`, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', "import { boot } from './boot.ts'; boot(process.env);"],
        {
          cwd: projectRoot,
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], BUSBAR_DATA: dataFolder, [name]: value },
        },
      );
      const [prefix, line] = ['Busbar cannot start: ', stderr.trimEnd()];
      assert.deepEqual([status, stdout, line.split('\n').length], [1, '', 1]);
      assert.equal(line.slice(0, prefix.length), prefix);
      assert.match(line.slice(prefix.length), reason);
    });
  }
});
