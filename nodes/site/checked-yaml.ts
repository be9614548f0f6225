import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import type * as Ajv from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type * as AjvFormats from 'ajv-formats';
import type * as Yaml from 'yaml';
import { projectRoot, textOf } from '../kernel/index.ts';

/** What is wrong in a document and where, as a path of keys (`points/3/scale`; empty: the whole document). */
export interface DocumentFault {
  readonly path: string;
  readonly reason: string;
}

/** Loads a library when a file is read: the threads of the store import this room too and read none. */
const load = createRequire(import.meta.url);

const validators = new Map<string, ValidateFunction>();

/**
 * Reads a YAML file and checks it against a JSON Schema (2020-12) of the project, filling in the schema's defaults.
 * The caller knows the type that the schema describes.
 */
export function readCheckedYaml(
  file: string,
  schemaFile: string,
): { readonly document: unknown } | { readonly fault: DocumentFault } {
  try {
    const { parse } = load('yaml') as typeof Yaml;
    const document: unknown = parse(readFileSync(file, 'utf8'));
    const validate = validatorOf(schemaFile);
    if (validate(document)) return { document };
    return { fault: faultOf(validate.errors?.[0]) };
  } catch (thrown) {
    return { fault: { path: '', reason: textOf(thrown) } };
  }
}

export function faultText(file: string, faults: readonly DocumentFault[]): string {
  return faults.map(({ path, reason }) => `${file}: ${path === '' ? '' : `${path}: `}${reason}`).join('; ');
}

/** The values that occur more than once. */
export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function validatorOf(schemaFile: string): ValidateFunction {
  const known = validators.get(schemaFile);
  if (known) return known;
  const { Ajv2020 } = load('ajv/dist/2020.js') as typeof Ajv;
  const addFormats = load('ajv-formats') as typeof AjvFormats.default;
  const ajv = new Ajv2020({ useDefaults: true, strictTypes: false });
  addFormats.default(ajv);
  const schema = JSON.parse(readFileSync(path.join(projectRoot, schemaFile), 'utf8')) as Record<string, unknown>;
  const validate = ajv.compile(schema);
  validators.set(schemaFile, validate);
  return validate;
}

function faultOf(error: ErrorObject | undefined): DocumentFault {
  if (!error) return { path: '', reason: 'does not match its schema' };
  return { path: error.instancePath.slice(1), reason: `${error.message ?? error.keyword}${detailOf(error)}` };
}

function detailOf({ params }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: unknown[] };
  if (additionalProperty !== undefined) return `: ${additionalProperty}`;
  return allowedValues ? `: ${allowedValues.join(', ')}` : '';
}
