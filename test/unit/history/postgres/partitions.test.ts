import assert from 'node:assert/strict';
import type { Connection } from '../../../../nodes/history/connection.ts';
import { tendPartitions } from '../../../../nodes/history/postgres/partitions.ts';
import { defineStoreModule } from '../../../../nodes/history/store-module.ts';
import { describeEngines } from '../../../support/store-engines.ts';

const dayMs = 86_400_000;
const november = Date.UTC(2026, 10, 22);

const readings = defineStoreModule({
  name: 'readings',
  migrations: {
    '001-readings': (ddl) =>
      ddl.timeTable('readings', 'ts', `ts ${ddl.integer}, sensor ${ddl.integer}, primary key (ts, sensor)`),
  },
  writes: {},
  reads: {},
});

describeEngines('table of ever later times', (engine) => {
  let connection: Connection;
  beforeEach(() => {
    connection = engine.connect([readings]);
  });

  const put = (ts: number): void =>
    connection.run('insert into readings values (:ts, 1) on conflict (ts, sensor) do nothing', { ts });
  const partitions = (): string[] =>
    connection
      .all(`select tablename from pg_tables where tablename like 'readings\\_%' order by tablename`)
      .map(({ tablename }) => String(tablename).replace('readings_', ''));

  it('takes rows of any time, each once', () => {
    for (const ts of [0, november, november, november + 1000 * dayMs]) put(ts);
    assert.equal(connection.get('select count(*) as n from readings')?.['n'], 3);
  });

  if (engine.name === 'sqlite') return;

  it('has a partition for each month from four back to two ahead', () => {
    tendPartitions(connection, november);
    tendPartitions(connection, november);
    const months = ['2026_07', '2026_08', '2026_09', '2026_10', '2026_11', '2026_12', '2027_01'];
    assert.deepEqual(partitions(), [...months, 'other']);
    put(november);
    assert.equal(connection.get('select count(*) as n from readings_2026_11')?.['n'], 1);
  });

  it('drops past months in which no row is left', () => {
    tendPartitions(connection, november);
    put(Date.UTC(2026, 7, 3));
    tendPartitions(connection, november + 120 * dayMs);
    assert.deepEqual(partitions().slice(0, 2), ['2026_08', '2026_11']);
    assert.equal(connection.get('select count(*) as n from readings')?.['n'], 1);
  });

  it('leaves rows where they are that came before their partition', () => {
    put(november);
    tendPartitions(connection, november);
    assert.deepEqual(partitions().slice(3), ['2026_10', '2026_12', '2027_01', 'other']);
    assert.equal(connection.get('select count(*) as n from readings_other')?.['n'], 1);
  });
});
