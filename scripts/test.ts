import { globSync } from 'node:fs';
import path from 'node:path';
import { runTests, type TestGroup } from './run-tests.ts';
import { root } from './run.ts';

/** Fault tests run a tenth of their counts here; `npm run faults` runs all of them. */
const faultScale = '0.1';

const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();
/** `unit/<room>` of a file in it or in a folder below. */
const roomOf = (file: string): string => file.split(path.sep).slice(1, 3).join('/');

/** Unit tests room by room, two rooms at a time; each file that starts whole gateways by itself. */
const groups: TestGroup[] = [
  { name: 'layers', files: ['test/layers.test.ts'] },
  ...Object.entries(Object.groupBy(filesOf('test/unit/**/*.test.ts'), roomOf)).map(([name, files = []]) => ({
    name,
    files,
    sharesMachine: true,
  })),
  ...filesOf('test/{flows,cases,faults}/**/*.test.ts').map((file) => ({
    name: path.relative('test', file).replace('.test.ts', ''),
    files: [file],
  })),
];

process.exit(await runTests(groups, { BUSBAR_FAULT_SCALE: process.env['BUSBAR_FAULT_SCALE'] ?? faultScale }));
