import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createKey, type NewKey } from '../nodes/api/access/key.ts';
import { keyFilePath, readKeyFile, readLastUsed, writeKeyFile } from '../nodes/api/access/key-file.ts';
import { type Role, roles, type Scope, scopes } from '../nodes/api/access/roles.ts';
import { projectRoot, textOf } from '../nodes/kernel/index.ts';

const usage = `Usage:
  npm run keys -- create NAME --role anon|auth|service [--scopes read,dispatch] [--sites WLCE]
                  [--expires 2027-01-01T00:00:00Z] [--limit PER_MINUTE/BURST]
  npm run keys -- list
  npm run keys -- revoke PREFIX
Keys lie in BUSBAR_DATA (data/ unless set). A running gateway takes a change over within 2 s.`;

const dataDir = path.resolve(projectRoot, process.env['BUSBAR_DATA'] ?? 'data');
const file = keyFilePath(dataDir);

function create(name: string, options: Readonly<Record<string, string | undefined>>): void {
  const { stored, text } = createKey(newKey(name, options), Date.now());
  mkdirSync(dataDir, { recursive: true });
  writeKeyFile(file, [...storedKeys(), stored]);
  console.log(`${text}\nThis is shown once; only its hash is stored.`);
}

function list(): void {
  const lastUsed = readLastUsed(dataDir);
  const rows = storedKeys().map((key) => ({
    prefix: key.prefix,
    name: key.name,
    role: key.role,
    scopes: key.scopes.join(','),
    sites: key.sites?.join(',') ?? 'all',
    expires: key.expires ?? 'never',
    lastUsed: lastUsed[key.prefix] ?? 'never',
    revoked: key.revoked ?? '',
  }));
  console.table(rows);
}

function revoke(prefix: string): void {
  const keys = storedKeys();
  if (!keys.some((key) => key.prefix === prefix)) throw new Error(`no key has the prefix ${prefix}`);
  const revoked = new Date().toISOString();
  writeKeyFile(
    file,
    keys.map((key) => (key.prefix === prefix ? { ...key, revoked: key.revoked ?? revoked } : key)),
  );
  console.log(`${prefix} is revoked.`);
}

function storedKeys() {
  return existsSync(file) ? readKeyFile(file) : [];
}

function newKey(name: string, options: Readonly<Record<string, string | undefined>>): NewKey {
  const { sites, expires, limit } = options;
  return {
    name,
    role: oneOf(roles, options['role'] ?? '', '--role'),
    ...(options['scopes'] && { scopes: options['scopes'].split(',').map((scope) => oneOf(scopes, scope, '--scopes')) }),
    ...(sites && { sites: sites.split(',') }),
    ...(expires && { expires: utcTime(expires) }),
    ...(limit && { limit: rateLimit(limit) }),
  };
}

function oneOf<T extends Role | Scope>(choices: readonly T[], text: string, option: string): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Error(`${option} must be of ${choices.join(', ')}, found '${text}'`);
  return found;
}

function utcTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`--expires must be a time such as 2027-01-01T00:00:00Z, found '${text}'`);
  return new Date(ms).toISOString();
}

function rateLimit(text: string): { perMinute: number; burst: number } {
  const [, perMinute, burst] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (perMinute === undefined) throw new Error(`--limit must be two whole numbers such as 60/100, found '${text}'`);
  return { perMinute: Number(perMinute), burst: Number(burst) };
}

const text = { type: 'string' } as const;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { role: text, scopes: text, sites: text, expires: text, limit: text },
  });
  const [command, argument] = positionals;
  if (command === 'create' && argument !== undefined) create(argument, values);
  else if (command === 'list') list();
  else if (command === 'revoke' && argument !== undefined) revoke(argument);
  else throw new Error(usage);
} catch (thrown) {
  console.error(textOf(thrown));
  process.exitCode = 1;
}
