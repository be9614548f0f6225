import { spawn, spawnSync } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from './free-port.ts';

const programs = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const programFolder = programs.at(-1);

export const postgresInstalled = programFolder !== undefined;

/** Part of every address that the tests use, so that a test can look for it where it must not stand. */
export const testPassword = 'not-for-anyone';

/** PostgreSQL refuses to run as root; the Debian package makes this user for it. */
const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

interface PostgresOptions {
  /** Parent of the data folder. */
  readonly parent: string;
  /** Of its configuration, as `name=value`. */
  readonly settings: readonly string[];
}

const memoryFolder = '/dev/shm';
const memoryBytes = 2 ** 31;
/** Tests keep little, and none of them is about a power cut: where there is room, an fsync costs nothing. */
const forTests: PostgresOptions = {
  parent: hasRoom(memoryFolder) ? memoryFolder : tmpdir(),
  settings: ['shared_buffers=16MB', 'max_wal_size=128MB'],
};

/** A PostgreSQL server on loopback with a data folder of its own, which ends with this process. */
export class PostgresServer {
  readonly #folder: string;
  readonly #port: number;
  readonly #settings: readonly string[];
  #databases = 0;

  static async start({ parent, settings }: PostgresOptions = forTests): Promise<PostgresServer> {
    const [port = 0] = await freePorts(1);
    const folder = mkdtempSync(path.join(parent, 'busbar-postgres-'));
    const server = new PostgresServer(folder, port, settings);
    removeAtEnd(folder);
    server.#initialise();
    server.start();
    return server;
  }

  private constructor(folder: string, port: number, settings: readonly string[]) {
    this.#folder = folder;
    this.#port = port;
    this.#settings = settings;
  }

  /** Address of a new, empty database. */
  createDatabase(): string {
    const name = `store_${(this.#databases += 1)}`;
    this.sql(`create database ${name} template template0`);
    return this.urlOf(name);
  }

  urlOf(database: string): string {
    return `postgres://postgres:${testPassword}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Executes a statement with psql, as an administrator would. */
  sql(statement: string, url = this.urlOf('postgres')): string {
    return run('psql', ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement]);
  }

  start(): void {
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.#port}`,
      'unix_socket_directories=',
      ...this.#settings,
    ];
    this.#control('start', '-w', '-l', this.#file('log'), '-o', settings.map((setting) => `-c ${setting}`).join(' '));
  }

  /** As a crash: no farewell to the clients, and a recovery at the next start. */
  kill(): void {
    this.#control('stop', '-m', 'immediate');
  }

  #initialise(): void {
    const passwordFile = this.#file('password');
    writeFileSync(passwordFile, testPassword);
    if (owner.uid !== undefined) for (const file of [this.#folder, passwordFile]) chownSync(file, owner.uid, owner.gid);
    const locale = ['--locale=C', '--encoding=UTF8'];
    const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    run('initdb', ['--no-sync', ...locale, ...login, '-D', this.#file('data')]);
  }

  #control(...args: string[]): void {
    run('pg_ctl', ['-D', this.#file('data'), ...args], () => readFileSync(this.#file('log'), 'utf8'));
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

/** Ends the server and removes its folder when this process is gone, killed or not: its input ends with the process. */
function removeAtEnd(folder: string): void {
  const script = 'read -r _; "$1" -D "$2/data" -m immediate stop; rm -rf "$2"';
  const args = ['-c', script, 'sh', path.join(programFolder ?? '', 'pg_ctl'), folder];
  spawn('sh', args, { ...owner, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/', detached: true }).unref();
}

function run(program: string, args: readonly string[], log: () => string = () => ''): string {
  // The server that pg_ctl leaves behind would keep a pipe open.
  const stdio = program === 'pg_ctl' ? 'ignore' : 'pipe';
  const options = { ...owner, stdio, encoding: 'utf8', cwd: '/' } as const;
  const { status, stdout, stderr } = spawnSync(path.join(programFolder ?? '', program), args, options);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}${log()}`);
  return stdout;
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= memoryBytes;
  } catch {
    return false;
  }
}

function idOf(option: '-u' | '-g'): number {
  return Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
}
