import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { describeEngines } from '../../support/store-engines.ts';

describeEngines('connection', (engine) => {
  let clock: ManualClock;
  let connection: Connection;

  beforeEach(() => {
    clock = new ManualClock();
    connection = engine.connect([], clock);
    connection.run('create table t (a integer)');
    for (const a of [1, 2, 3]) connection.run('insert into t values (:a)', { a });
  });

  const all = (): unknown[] => connection.all('select a from t order by a').map(({ a }) => a);

  it('reads one row, all rows and no row', () => {
    assert.equal(connection.get('select a from t where a = :a', { a: 2 })?.['a'], 2);
    assert.equal(connection.get('select a from t where a = 4'), undefined);
    assert.deepEqual(all(), [1, 2, 3]);
  });

  it('refuses a read with more rows than allowed', () => {
    connection.limitRead({ maxRows: 3, maxMs: 1000 });
    assert.deepEqual(all(), [1, 2, 3]);
    connection.limitRead({ maxRows: 2, maxMs: 1000 });
    assert.throws(all, { code: 'store_read_too_large' });
  });

  it('reads rows as the values of their columns', () => {
    const tuples = (): unknown => connection.tuples('select a, a * 2 as b from t order by a', ['a', 'b']);
    const expected = [
      [1, 2],
      [2, 4],
      [3, 6],
    ];
    assert.deepEqual(tuples(), expected);
    connection.limitRead({ maxRows: 3, maxMs: 1000 });
    assert.deepEqual(tuples(), expected);
    clock.advance(1001);
    assert.throws(tuples, { code: 'store_read_too_slow' });
    connection.limitRead({ maxRows: 2, maxMs: 1000 });
    assert.throws(tuples, { code: 'store_read_too_large' });
    // Asked in the other way, the same statement gives rows.
    connection.limitRead({ maxRows: 3, maxMs: 1000 });
    assert.equal(connection.all('select a, a * 2 as b from t order by a')[0]?.['b'], 2);
  });

  it('ends a read that takes longer than allowed', () => {
    connection.limitRead({ maxRows: 10, maxMs: 1000 });
    clock.advance(1000);
    assert.deepEqual(all(), [1, 2, 3]);
    clock.advance(1);
    assert.throws(all, { code: 'store_read_too_slow', status: 504 });
  });

  it('asks a statement again that failed', () => {
    const ask = (json: string): number =>
      connection.all('select a from t where json_array_length(:json) > 0', { json }).length;
    assert.throws(() => ask('no JSON'));
    assert.equal(ask('[1]'), 3);
  });

  it('holds no read open after a refusal', () => {
    connection.limitRead({ maxRows: 1, maxMs: 1000 });
    assert.throws(all);
    connection.run('drop table t');
  });

  it('answers right after more statements than it keeps', () => {
    const texts = Array.from({ length: 1100 }, (_, each) => `select a + ${each} as b from t where a = :a`);
    for (const pass of [0, 1]) {
      for (const [each, text] of texts.entries())
        assert.equal(connection.get(text, { a: 1 })?.['b'], each + 1, `${pass}`);
    }
  });
});

describeEngines('prepared statements', (engine) => {
  if (engine.name !== 'postgres') return;

  it('are kept by the server for texts that are repeated, and at most 500', () => {
    const connection = engine.connect([]);
    const prepared = (): unknown => connection.get('select count(*) as n from pg_prepared_statements')?.['n'];
    for (let each = 0; each < 20; each += 1) connection.get(`select ${each} as once`);
    assert.equal(prepared(), 0);
    for (let each = 0; each < 600; each += 1) {
      for (let use = 0; use < 2; use += 1) connection.get(`select ${each} as twice`);
    }
    assert.equal(prepared(), 500);
  });
});
