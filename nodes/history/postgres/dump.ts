import { spawnSync } from 'node:child_process';
import { errors } from '../store-errors.ts';
import { BlockingClient } from './blocking-client.ts';
import { publicUrl } from './public-url.ts';

/** Writes a database into a file with PostgreSQL's own tool. Throws `backup_tool_missing` and `backup_failed`. */
export function dumpDatabase(url: string, target: string): void {
  runTool('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', '--file', target], url);
}

/** Fills an empty database from a dump. Throws `restore_not_empty`, `backup_tool_missing` and `backup_failed`. */
export function restoreDatabase(dump: string, url: string): void {
  if (tableCount(url) > 0) throw errors.restore_not_empty({ value: publicUrl(url) });
  const { database } = connectionOf(url);
  const whole = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
  runTool('pg_restore', [...whole, '--dbname', database, dump], url);
}

function tableCount(url: string): number {
  const client = new BlockingClient();
  try {
    client.connect(url);
    const text = 'select count(*) as tables from pg_tables where schemaname = current_schema()';
    return Number(client.query([{ name: null, text, values: [] }])[0]?.[0]?.['tables']);
  } finally {
    client.close();
  }
}

/** The address goes through the environment, because every user of the machine can read an argument. */
function runTool(tool: string, args: readonly string[], url: string): void {
  const { database, host, port, user, password, sslMode } = connectionOf(url);
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: port,
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    ...(sslMode !== null && { PGSSLMODE: sslMode }),
  };
  const { error, status, stderr } = spawnSync(tool, args, { env, encoding: 'utf8' });
  if (error) throw errors.backup_tool_missing({ field: tool });
  if (status !== 0) throw errors.backup_failed({ field: tool, value: stderr.trim() });
}

function connectionOf(url: string) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host: hostname,
    port: port === '' ? '5432' : port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    sslMode: searchParams.get('sslmode'),
  };
}
