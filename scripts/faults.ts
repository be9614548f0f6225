import { globSync } from 'node:fs';
import path from 'node:path';
import { runTests } from './run-tests.ts';
import { root } from './run.ts';

const groups = globSync('test/faults/**/*.test.ts', { cwd: root })
  .sort()
  .map((file) => ({ name: path.basename(file, '.test.ts'), files: [file] }));

process.exit(await runTests(groups, { BUSBAR_FAULT_SCALE: process.env['BUSBAR_FAULT_SCALE'] ?? '1' }));
