import { globSync } from 'node:fs';
import { root, runNode, tool } from './run.ts';

/**
 * Holds the numbers of the analytics against certified values, public data, other programs and plain recomputations, and prints
 * each figure beside its target.
 */
const files = globSync(process.argv[2] ?? 'test/accuracy/**/*.test.ts', { cwd: root }).sort();
const folder = process.env['ACCURACY_DATA'] ?? '';
console.log(
  folder === '' ? 'ACCURACY_DATA is not set: what needs public data does not run.' : `Public data: ${folder}`,
);

const mocha = ['--exit', '--reporter', 'spec', '--timeout', '120000', ...files];
const { code, output } = await runNode([tool('mocha/bin/mocha.js'), ...mocha], { show: true });
const needs = [...new Set([...output.matchAll(/NOT RUN: needs (.*)/g)].map(([, what = '']) => what))];
if (needs.length > 0) console.log(`Not everything ran. It needs:\n${needs.map((what) => `  ${what}`).join('\n')}`);
process.exit(code);
