import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../nodes/history/migrate.ts';
import { sqliteDialect } from '../../../nodes/history/sqlite/sqlite-dialect.ts';
import { defineStoreModule, type StoreModule } from '../../../nodes/history/store-module.ts';

describe('migrations', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
  });
  afterEach(() => database.close());

  const apply = (modules: readonly StoreModule[]): Promise<void> => migrate(sqliteDialect(database), modules, 'sqlite');
  const moduleOf = (name: string, migrations: StoreModule['migrations']): StoreModule =>
    defineStoreModule({ name, migrations, writes: {}, reads: {} });
  const tables = (): unknown[] =>
    database
      .prepare(`select name from sqlite_schema where type = 'table' and name not like 'kysely%' order by name`)
      .all()
      .map(({ name }) => name);

  it('applies what is new, once, in the order of the names', async () => {
    const first = { '001-a': () => ['create table a (x integer) strict', 'insert into a values (1)'] };
    await apply([moduleOf('room', first)]);
    await apply([moduleOf('room', { '002-b': () => ['create table b as select x from a'], ...first })]);
    assert.deepEqual(tables(), ['a', 'b']);
    assert.equal(database.prepare('select count(*) as n from a').get()?.['n'], 1);
  });

  it('lets each room continue on its own', async () => {
    const zoo = moduleOf('zoo', { '001-zoo': () => ['create table zoo (x integer) strict'] });
    await apply([moduleOf('ant', { '001-ant': () => ['create table ant (x integer) strict'] }), zoo]);
    const ant = moduleOf('ant', {
      '001-ant': () => ['create table ant (x integer) strict'],
      '002-ant': () => ['alter table ant add column y integer'],
    });
    await apply([ant, zoo]);
    assert.doesNotThrow(() => database.exec('select y from ant'));
  });

  it('takes a migration that fails back as a whole, and keeps the ones before', async () => {
    const broken = moduleOf('room', {
      '001-a': () => ['create table a (x integer) strict'],
      '002-b': () => ['create table b (x integer) strict', 'create table a (x integer) strict'],
    });
    await assert.rejects(apply([broken]), {
      code: 'store_migration_failed',
      message: /room\/002-b failed: .*already exists/,
    });
    assert.deepEqual(tables(), ['a']);
  });
});
