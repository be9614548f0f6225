import { readFileSync } from 'node:fs';
import path from 'node:path';
import peggy from 'peggy';
import { format, resolveConfig } from 'prettier';
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

/** The parser of the REST dialect, made of its grammar: its path relative to the root, and its text. */
export async function restParser(): Promise<[file: string, text: string]> {
  const file = `${folder}/parser.generated.ts`;
  const grammar = readFileSync(path.join(root, folder, 'rest.peggy'), 'utf8');
  const source = peggy.generate(grammar, { allowedStartRules: [...startRules], output: 'source', format: 'es' });
  const head = `/* eslint-disable */\n// @ts-nocheck\n// Made of rest.peggy by npm run generate.\n`;
  const full = path.join(root, file);
  return [file, await format(head + source, { ...(await resolveConfig(full)), filepath: full })];
}
