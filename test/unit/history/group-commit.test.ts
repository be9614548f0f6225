import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { Connection } from '../../../nodes/history/connection.ts';
import { GroupCommit } from '../../../nodes/history/group-commit.ts';
import { SqliteConnection } from '../../../nodes/history/sqlite/sqlite-connection.ts';
import { migrationsOf, operationsByName } from '../../../nodes/history/store-module.ts';
import type { BusbarError } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { describeEngines } from '../../support/store-engines.ts';
import notesStore from './notes-store.fixture.ts';

class CountingConnection extends SqliteConnection {
  commits = 0;
  fullCommits = 0;

  override commit(): void {
    if (this.fullCommits > 0) {
      this.fullCommits -= 1;
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    }
    this.commits += 1;
    super.commit();
  }
}

describe('group commit', () => {
  let connection: CountingConnection;
  let clock: ManualClock;
  let room: number;
  let group: GroupCommit;

  beforeEach(() => {
    const database = new DatabaseSync(':memory:');
    for (const statement of Object.values(migrationsOf([notesStore], 'sqlite')).flat()) database.exec(statement);
    clock = new ManualClock();
    connection = new CountingConnection(database, clock);
    room = 0;
    group = new GroupCommit({
      connection,
      clock,
      operations: operationsByName([notesStore], ({ writes }) => writes),
      makeRoom: () => room-- > 0,
    });
  });
  afterEach(() => connection.close());

  const add = (text: string): Promise<unknown[]> => group.submit([{ name: 'notes.add', argument: text }]);
  const texts = (): unknown[] => connection.all('select text from note order by id').map(({ text }) => text);

  it('shares one commit among the writes of one turn', async () => {
    await Promise.all([add('a'), add('b'), add('c')]);
    assert.equal(connection.commits, 1);
  });

  it('commits no more than 1000 writes at once', async () => {
    await Promise.all(Array.from({ length: 2001 }, (_, i) => add(`note ${i}`)));
    assert.equal(connection.commits, 3);
  });

  it('ends a group that takes longer than 50 ms', async () => {
    const monotonic = clock.monotonic.bind(clock);
    clock.monotonic = () => {
      clock.advance(30);
      return monotonic();
    };
    await Promise.all([add('a'), add('b'), add('c'), add('d')]);
    assert.equal(connection.commits, 2);
    assert.deepEqual(texts(), ['a', 'b', 'c', 'd']);
  });

  it('answers nobody before the commit', async () => {
    let answered = false;
    const write = add('a').then(() => {
      answered = true;
      assert.equal(connection.commits, 1);
    });
    assert.equal(answered, false);
    await write;
  });

  it('rejects the whole group when the disk is full', async () => {
    connection.fullCommits = 1;
    const outcomes = await Promise.allSettled([add('a'), add('b')]);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.deepEqual(
      refusals.map(({ reason }) => (reason as BusbarError).code),
      ['store_full', 'store_full'],
    );
    assert.deepEqual(texts(), []);
    await add('c');
    assert.deepEqual(texts(), ['c']);
  });

  it('tries again when room was made', async () => {
    connection.fullCommits = 1;
    room = 1;
    await Promise.all([add('a'), add('b')]);
    assert.deepEqual(texts(), ['a', 'b']);
  });

  it('rejects a write that it does not know', async () => {
    await assert.rejects(group.submit([{ name: 'notes.forge', argument: '' }]), /no write notes.forge/);
  });
});

describeEngines('group commit', (engine) => {
  let connection: Connection;
  let group: GroupCommit;

  beforeEach(() => {
    connection = engine.connect([notesStore]);
    group = new GroupCommit({
      connection,
      clock: new ManualClock(),
      operations: operationsByName([notesStore], ({ writes }) => writes),
      makeRoom: () => false,
    });
  });

  const texts = (): unknown[] => connection.all('select text from note order by id').map(({ text }) => text);

  it('keeps exactly the writes that it resolved, in their order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: fc.integer({ min: 0, max: 20 }).map(String), fails: fc.boolean() }), {
          maxLength: 50,
        }),
        async (notes) => {
          connection.run('delete from note');
          const outcomes = await Promise.allSettled(
            notes.map(({ text, fails }) =>
              group.submit([{ name: fails ? 'notes.failAfterAdding' : 'notes.add', argument: text }]),
            ),
          );
          const kept = notes
            .filter((_, position) => outcomes[position]?.status === 'fulfilled')
            .map(({ text }) => text);
          assert.deepEqual(texts(), kept);
          assert.deepEqual(kept, [...new Set(notes.filter(({ fails }) => !fails).map(({ text }) => text))]);
        },
      ),
      { numRuns: engine.name === 'sqlite' ? 50 : 10 },
    ));
});
