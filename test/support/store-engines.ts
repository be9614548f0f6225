import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Connection } from '../../nodes/history/connection.ts';
import type { Engine } from '../../nodes/history/ddl.ts';
import { PostgresConnection } from '../../nodes/history/postgres/postgres-connection.ts';
import { type Ask, PostgresSession } from '../../nodes/history/postgres/postgres-session.ts';
import { SqliteConnection } from '../../nodes/history/sqlite/sqlite-connection.ts';
import { migrationsOf, type StoreModule } from '../../nodes/history/store-module.ts';
import type { Clock } from '../../nodes/kernel/index.ts';
import { ManualClock } from './manual-clock.ts';
import { postgresInstalled, PostgresServer } from './postgres-server.ts';

export interface TestPlace {
  readonly folder: string;
  /** Empty for a store file in the folder. */
  readonly url: string;
}

/** One engine of the store, for tests that must pass on each of them. */
export interface TestEngine {
  readonly name: Engine;
  /** A new and empty place for `Store.open`; removed after the test. */
  place(): TestPlace;
  /** A new store in which the migrations of the modules have run; closed after the test. */
  connect(modules: readonly StoreModule[], clock?: Clock): Connection;
}

/** The same tests on each engine. Those of PostgreSQL are skipped, and named, where it is not installed. */
export function describeEngines(title: string, define: (engine: TestEngine) => void): void {
  describe(`${title}, sqlite`, () => define(testEngine('sqlite', () => '', sqliteConnection)));

  const describePostgres = postgresInstalled ? describe : describe.skip;
  const needs = postgresInstalled ? '' : ' [needs the Debian package postgresql]';
  describePostgres(`${title}, postgres${needs}`, function () {
    // Each statement goes to the server and back.
    this.timeout(10_000);
    let server: PostgresServer;
    before(async function () {
      this.timeout(30_000);
      server = await sharedServer();
    });
    define(testEngine('postgres', () => server.createDatabase(), postgresConnection));
  });
}

/** One server for all tests of a process. */
export async function sharedServer(): Promise<PostgresServer> {
  return (starting ??= PostgresServer.start());
}

let starting: Promise<PostgresServer> | undefined;

/** A SQLite store in memory in which the migrations of the modules have run. */
export function memoryConnection(modules: readonly StoreModule[], clock: Clock = new ManualClock()): SqliteConnection {
  const connection = sqliteConnection('', clock);
  applyMigrations(connection, modules);
  return connection;
}

function testEngine(
  name: Engine,
  createDatabase: () => string,
  open: (url: string, clock: Clock) => Connection,
): TestEngine {
  const folders: string[] = [];
  const connections: Connection[] = [];
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  return {
    name,
    place() {
      const folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
      folders.push(folder);
      return { folder, url: createDatabase() };
    },
    connect(modules, clock = new ManualClock()) {
      const connection = open(createDatabase(), clock);
      connections.push(connection);
      applyMigrations(connection, modules);
      return connection;
    },
  };
}

function applyMigrations(connection: Connection, modules: readonly StoreModule[]): void {
  const migrations = Object.entries(migrationsOf(modules, connection.engine)).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const statement of migrations.flatMap(([, statements]) => statements)) connection.run(statement);
}

function sqliteConnection(_url: string, clock: Clock): SqliteConnection {
  const database = new DatabaseSync(':memory:');
  database.exec('pragma trusted_schema = off');
  return new SqliteConnection(database, clock);
}

function postgresConnection(url: string, clock: Clock): PostgresConnection {
  return new PostgresConnection(new PostgresSession({ url, clock, prepare: beFast }), clock);
}

/** These tests write one statement at a time and lose nothing by a crash. */
function beFast(ask: Ask): void {
  ask('set synchronous_commit = off');
}
