import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../nodes/kernel/index.ts';

const apiFolder = path.join(projectRoot, 'api');

/** TypeScript types of each contract in `api/`, by the path of the file in which they belong. */
export async function apiTypes(): Promise<ReadonlyMap<string, string>> {
  const contracts = readdirSync(apiFolder).filter((file) => file.endsWith('.yaml'));
  const typed = contracts.map(async (file) => {
    const target = path.join(apiFolder, 'generated', `${path.basename(file, '.yaml')}.d.ts`);
    const types = astToString(await openapiTypescript(pathToFileURL(path.join(apiFolder, file))));
    const header = `/* Generated from api/${file}; do not edit. */\n`;
    return [target, await format(header + types, { ...(await resolveConfig(target)), parser: 'typescript' })] as const;
  });
  return new Map(await Promise.all(typed));
}

if (import.meta.main) {
  mkdirSync(path.join(apiFolder, 'generated'), { recursive: true });
  for (const [file, text] of await apiTypes()) writeFileSync(file, text);
}
