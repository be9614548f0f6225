import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { defineStoreModule } from '../../../nodes/history/store-module.ts';
import { describeEngines } from '../../support/store-engines.ts';

const inventory = defineStoreModule({
  name: 'inventory',
  migrations: {
    '001-items': (ddl) => [
      ddl.table(
        'items',
        `id ${ddl.serial}, at ${ddl.integer} not null, weight ${ddl.real}, picture ${ddl.blob},
          details text check (${ddl.isJson('details')})`,
      ),
      ddl.keyedTable('counts', `name text primary key, n ${ddl.integer} not null`),
      `insert into counts values ('items', 0)`,
      ...ddl.trigger({
        name: 'items_counted',
        fires: 'after insert',
        table: 'items',
        when: `(select count(*) from items) <= 2`,
        statements: `update counts set n = ${ddl.least('n + 1', '2')} where name = 'items'`,
      }),
      ddl.table('journal', `id ${ddl.key}, line text not null`),
      ...ddl.appendOnly('journal'),
    ],
  },
  writes: {},
  reads: {},
});

describeEngines('ddl', (engine) => {
  let connection: Connection;
  beforeEach(() => {
    connection = engine.connect([inventory]);
  });

  const add = (weight: number | null = null, picture: Uint8Array | null = null, details = '{}'): unknown =>
    connection.get(
      `insert into items (at, weight, picture, details) values (:at, :weight, :picture, :details) returning id`,
      { at: 1_767_225_600_000, weight, picture, details },
    )?.['id'];

  it('gives back integers, reals and bytes as they were', () => {
    const picture = Uint8Array.from({ length: 256 }, (_, i) => i);
    add(0.1, picture);
    const { at, weight, picture: read } = connection.get('select at, weight, picture from items') ?? {};
    assert.deepEqual({ at, weight, read }, { at: 1_767_225_600_000, weight: 0.1, read: picture });
  });

  it('stores what is not a number as no value', () => {
    add(NaN);
    assert.equal(connection.get('select weight from items')?.['weight'], null);
  });

  it('never gives a number of a serial key twice', () => {
    const first = Number(add());
    connection.run('delete from items');
    assert.ok(Number(add()) > first);
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => add(null, null, '{"a":'));
  });

  it('fires a trigger while its condition holds', () => {
    for (let i = 0; i < 3; i += 1) add();
    assert.equal(connection.get('select n from counts')?.['n'], 2);
  });

  it('refuses to change or delete rows of an append-only table', () => {
    connection.run(`insert into journal (line) values ('kept')`);
    const refused = [`update journal set line = 'forged'`, 'delete from journal'];
    if (engine.name === 'postgres') refused.push('truncate journal');
    for (const sql of refused) assert.throws(() => connection.run(sql), /the journal is append-only/, sql);
    assert.equal(connection.get('select line from journal')?.['line'], 'kept');
  });
});
