import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { Totals } from './run-tests.ts';

/** Runs the test files named on the command line and writes the totals to the file named first. */
const [totalsFile = '', ...files] = process.argv.slice(2);

const mocha = new Mocha({ reporter: 'dot', timeout: 10_000 });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();

const skipped: string[] = [];
let passed = 0;
let failed = 0;
const runner = mocha.run(() => {
  writeFileSync(totalsFile, JSON.stringify({ passed, failed, skipped } satisfies Totals));
  // A whole Node-RED ran in here: its timers and sockets would keep the process up.
  process.exit(failed === 0 ? 0 : 1);
});
runner.on('pass', () => (passed += 1));
runner.on('fail', () => (failed += 1));
runner.on('pending', (test) => skipped.push(test.fullTitle()));
