import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../nodes/history/migrate.ts';
import { pendingMigrations } from '../../../nodes/history/pending-migrations.ts';
import { sqliteDialect } from '../../../nodes/history/sqlite/sqlite-dialect.ts';
import { SqliteConnection } from '../../../nodes/history/sqlite/sqlite-connection.ts';
import { defineStoreModule, type StoreModule } from '../../../nodes/history/store-module.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('pending migrations', () => {
  let database: DatabaseSync;
  let connection: SqliteConnection;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    connection = new SqliteConnection(database, new ManualClock());
  });
  afterEach(() => connection.close());

  const room = (...names: string[]): StoreModule => {
    const migrations = Object.fromEntries(
      names.map((name) => [name, () => [`create table "${name}" (x integer) strict`]]),
    );
    return defineStoreModule({ name: 'room', migrations, writes: {}, reads: {} });
  };

  it('are all of them in a new store', () => {
    assert.deepEqual(pendingMigrations(connection, [room('001', '002')]), ['room/001', 'room/002']);
  });

  it('are none after they were applied, and then only the new ones', async () => {
    await migrate(sqliteDialect(database), [room('001', '002')], 'sqlite');
    assert.deepEqual(pendingMigrations(connection, [room('001', '002')]), []);
    assert.deepEqual(pendingMigrations(connection, [room('001', '002', '003')]), ['room/003']);
  });

  it('are refused when the store has one that the program does not know', async () => {
    await migrate(sqliteDialect(database), [room('001', '002')], 'sqlite');
    assert.throws(() => pendingMigrations(connection, [room('001')]), {
      code: 'store_newer_than_program',
      message: /room\/002/,
    });
  });
});
