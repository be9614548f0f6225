import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { defineErrors } from '../../kernel/index.ts';
import type { OpenApiDocument } from './open-api.ts';

const errors = defineErrors({
  contract_conflict: {
    status: 500,
    message: ({ field, value }) => `Two contracts define ${String(field)} differently, the second is ${String(value)}.`,
  },
});

export interface ContractFile {
  /** File name without its extension. */
  readonly name: string;
  readonly document: OpenApiDocument;
  readonly yaml: string;
}

/** The contracts, one file each, in the order of their names. */
export function readContractFiles(folder: string): readonly ContractFile[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return names.sort().map((file) => {
    const yaml = readFileSync(path.join(folder, file), 'utf8');
    return { name: path.basename(file, '.yaml'), document: parse(yaml) as OpenApiDocument, yaml };
  });
}

/** All contracts as one document. Throws `contract_conflict` when they define the same thing differently. */
export function mergeContracts(files: readonly ContractFile[], version: string): ContractFile {
  const tags = new Map(files.flatMap(({ document }) => (document.tags ?? []).map((tag) => [tag.name, tag])));
  const document: OpenApiDocument = {
    openapi: '3.1.0',
    info: {
      title: 'Busbar',
      version,
      summary: 'All contracts of the gateway in one document.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    'x-dialect': 'bess',
    'x-path-prefixes': ['/'],
    tags: [...tags.values()],
    security: files[0]?.document.security ?? [],
    paths: mergeTwoLevels(files, ({ paths }) => paths),
    components: mergeTwoLevels(files, ({ components }) => components ?? {}),
  };
  return { name: 'openapi', document, yaml: stringify(document, { aliasDuplicateObjects: false }) };
}

type TwoLevels<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

function mergeTwoLevels<T>(
  files: readonly ContractFile[],
  part: (document: OpenApiDocument) => TwoLevels<T>,
): TwoLevels<T> {
  const merged: Record<string, Record<string, T>> = {};
  for (const { name, document } of files) {
    for (const [outer, entries] of Object.entries(part(document))) {
      const target = (merged[outer] ??= {});
      for (const [inner, entry] of Object.entries(entries)) {
        if (inner in target && !isDeepStrictEqual(target[inner], entry)) {
          throw errors.contract_conflict({ field: `${inner} of ${outer}`, value: name });
        }
        target[inner] = entry;
      }
    }
  }
  return merged;
}
