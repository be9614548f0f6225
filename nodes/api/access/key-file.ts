import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { defineErrors, textOf } from '../../kernel/index.ts';
import { createKey, type StoredKey } from './key.ts';
import { roles, scopes } from './roles.ts';

const errors = defineErrors({
  bad_key_file: {
    status: 500,
    message: ({ field, limit }) => `The key file ${String(field)} cannot be read: ${String(limit)}.`,
  },
});

const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T' };
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

const isKeyFile = new Ajv2020().compile<{ version: 1; keys: readonly StoredKey[] }>({
  type: 'object',
  required: ['version', 'keys'],
  properties: {
    version: { const: 1 },
    keys: {
      type: 'array',
      items: {
        type: 'object',
        required: ['prefix', 'digest', 'name', 'role', 'scopes', 'sites', 'created', 'expires', 'revoked'],
        additionalProperties: false,
        properties: {
          prefix: { type: 'string', pattern: '^[^.]+$' },
          digest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          name: { type: 'string' },
          role: { enum: roles },
          scopes: { type: 'array', items: { enum: scopes } },
          sites: orNull({ type: 'array', items: { type: 'string' } }),
          created: time,
          expires: orNull(time),
          revoked: orNull(time),
          limit: {
            type: 'object',
            required: ['perMinute', 'burst'],
            additionalProperties: false,
            properties: { perMinute: { type: 'number', exclusiveMinimum: 0 }, burst: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

export const keyFilePath = (dataDir: string): string => path.join(dataDir, 'keys.json');
export const lastUsedPath = (dataDir: string): string => path.join(dataDir, 'keys-last-used.json');

/** All keys; throws `bad_key_file`. */
export function readKeyFile(file: string): readonly StoredKey[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw errors.bad_key_file({ field: file, limit: textOf(thrown) });
  }
  if (isKeyFile(content)) return content.keys;
  const [first] = isKeyFile.errors ?? [];
  throw errors.bad_key_file({ field: file, limit: `${first?.instancePath ?? ''} ${first?.message ?? ''}` });
}

export function writeKeyFile(file: string, keys: readonly StoredKey[]): void {
  writePrivately(file, JSON.stringify({ version: 1, keys }, null, 2) + '\n');
}

/** When each key was last used, by prefix. Kept apart from the keys, so that the gateway never writes those. */
export function readLastUsed(dataDir: string): Record<string, string> {
  const file = lastUsedPath(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

/**
 * On the first start, makes one key for each role and writes their texts to a file that only its owner can read.
 * Returns that file's path, or undefined when there were keys already.
 */
export function createFirstKeys(dataDir: string, nowMs: number): string | undefined {
  const file = keyFilePath(dataDir);
  if (existsSync(file)) return undefined;
  const keys = roles.map((role) => createKey({ name: `first ${role} key`, role }, nowMs));
  const textFile = path.join(dataDir, 'first-keys.txt');
  writePrivately(textFile, keys.map(({ stored, text }) => `${stored.role} ${text}\n`).join(''));
  writeKeyFile(
    file,
    keys.map(({ stored }) => stored),
  );
  return textFile;
}

/** Replaces a file in one step, readable by its owner alone, who stays the same when root writes it. */
export function writePrivately(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, text);
  const owner = statSync(file, { throwIfNoEntry: false }) ?? statSync(path.dirname(file));
  if (process.getuid?.() === 0) fchownSync(descriptor, owner.uid, owner.gid);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}
