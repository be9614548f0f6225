import { readFileSync } from 'node:fs';
import path from 'node:path';
import peggy from 'peggy';
import { root } from './run.ts';

const folder = 'nodes/tables/grammar';
const startRules = [
  'filterKey',
  'filterTest',
  'logic',
  'select',
  'order',
  'columns',
  'arrayLiteral',
  'changeFilter',
] as const;

/** The parser of the REST dialect, made of its grammar: by path relative to the root. */
export function restParser(): readonly [string, string] {
  const grammar = readFileSync(path.join(root, folder, 'rest.peggy'), 'utf8');
  const source = peggy.generate(grammar, {
    allowedStartRules: [...startRules],
    output: 'source',
    format: 'es',
  });
  const head = '/* eslint-disable */
// @ts-nocheck Made of rest.peggy by `npm run generate`.
';
  return [`${folder}/parser.generated.ts`, head + source];
}
