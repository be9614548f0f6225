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
  /** The document as text. */
  readonly yaml: () => string;
}

/** The contracts, one file each, in the order of their names. */
export function readContractFiles(folder: string): readonly ContractFile[] {
  const files = readdirSync(folder).filter((file) => /\.(?:yaml|json)$/.test(file));
  return files.sort().map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const { name, ext } = path.parse(file);
    const document = (ext === '.json' ? JSON.parse(text) : parse(text)) as OpenApiDocument;
    return { name, document, yaml: () => yamlOf(document) };
  });
}

/**
 * All contracts as one document. A component that two of them define differently carries the name of its contract before
 * its own there. Throws `contract_conflict` when they define the same operation differently.
 */
export function mergeContracts(files: readonly ContractFile[], version: string): ContractFile {
  const contested = contestedComponents(files);
  const documents = files.map(({ name, document }) => ({ name, document: withOwnNames(document, name, contested) }));
  const tags = new Map(documents.flatMap(({ document }) => (document.tags ?? []).map((tag) => [tag.name, tag])));
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
    paths: mergeTwoLevels(documents, ({ paths }) => paths),
    components: mergeTwoLevels(documents, ({ components }) => components ?? {}),
  };
  return { name: 'openapi', document, yaml: () => yamlOf(document) };
}

function yamlOf(document: OpenApiDocument): string {
  return stringify(document, { aliasDuplicateObjects: false });
}

type NamedDocument = Pick<ContractFile, 'name' | 'document'>;

/** References to the components that several contracts have and that do not mean the same in all of them. */
function contestedComponents(files: readonly NamedDocument[]): ReadonlySet<string> {
  const all = files.flatMap(({ document }) => componentsOf(document));
  const shared = [...Map.groupBy(all, ({ reference }) => reference)].filter(([, found]) => found.length > 1);
  const contested = new Set<string>();
  for (let known = -1; contested.size > known;) {
    known = contested.size;
    for (const [reference, [first, ...others]] of shared) {
      const differs = others.some(({ entry }) => !isDeepStrictEqual(entry, first?.entry));
      // The same words mean something else where they refer to something else.
      const refersToOther = referencesOf(first?.entry).some((used) => contested.has(used));
      if (differs || refersToOther) contested.add(reference);
    }
  }
  return contested;
}

function componentsOf({ components = {} }: OpenApiDocument): { reference: string; entry: unknown }[] {
  return Object.entries(components).flatMap(([section, entries]) =>
    Object.entries(entries).map(([name, entry]) => ({ reference: referenceTo(section, name), entry })),
  );
}

function withOwnNames(document: OpenApiDocument, contract: string, contested: ReadonlySet<string>): OpenApiDocument {
  const own = (reference: string): string => {
    const [, section = '', name = ''] = /^#\/components\/([^/]+)\/(.+)$/.exec(reference) ?? [];
    return contested.has(reference) ? referenceTo(section, `${contract}.${name}`) : reference;
  };
  const renamed = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? own(value) : value,
  ) as OpenApiDocument;
  const components: Record<string, Record<string, unknown>> = {};
  for (const [section, entries] of Object.entries(renamed.components ?? {})) {
    const ofSection: Record<string, unknown> = (components[section] = {});
    for (const [name, entry] of Object.entries(entries)) {
      ofSection[contested.has(referenceTo(section, name)) ? `${contract}.${name}` : name] = entry;
    }
  }
  return { ...renamed, components };
}

function referenceTo(section: string, name: string): string {
  return `#/components/${section}/${name}`;
}

function referencesOf(entry: unknown): readonly string[] {
  return [...JSON.stringify(entry).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
}

type TwoLevels<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

function mergeTwoLevels<T>(
  files: readonly NamedDocument[],
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
