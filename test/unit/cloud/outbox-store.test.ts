import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { MessageClass } from '../../../nodes/cloud/outbox-schema.ts';
import { type Batch, outboxReads, outboxWrites } from '../../../nodes/cloud/outbox-store.ts';
import { migrate } from '../../../nodes/history/migrate.ts';
import { sqliteDialect } from '../../../nodes/history/sqlite/sqlite-dialect.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { MemoryStore, outboxModules } from './memory-store.fixture.ts';

const ts = 1_771_695_900_000;
const sender = { siteId: 'SITE', gatewayVersion: '1' };

interface Tombstone {
  readonly class: MessageClass;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly rows: number;
}

describeEngines('outbox store', (engine) => {
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore(engine.connect(outboxModules));
    store.switchOn();
  });

  function batchOf(messageClass: MessageClass, changes: { maxRows?: number; maxBytes?: number } = {}): Batch {
    const range = { class: messageClass, fromSeq: 0, belowSeq: Number.MAX_SAFE_INTEGER };
    return outboxReads.batch.run(store.connection, { ...range, maxRows: 100, maxBytes: 1e6, sender, ...changes });
  }
  const seqsOf = ({ messages }: Batch): number[] => messages.map(({ seq }) => seq);
  const payloadsOf = ({ messages }: Batch): unknown[] =>
    messages.map(({ data }) => (JSON.parse(data) as { payload: unknown }).payload);
  const tombstones = (of = store): Tombstone[] =>
    of.connection
      .all('select body from outbox where body is not null order by seq')
      .map(({ body }) => JSON.parse(String(body)) as { message_type: string; payload: Tombstone })
      .filter(({ message_type: type }) => type === 'tombstone')
      .map(({ payload }) => payload);

  it('migrates whatever the order of the modules', async () => {
    const database = new DatabaseSync(':memory:');
    await migrate(sqliteDialect(database), outboxModules.toReversed(), 'sqlite');
    assert.ok(database.prepare(`select 1 from sqlite_schema where name = 'outbox_announces_frames'`).get());
    database.close();
  });

  it('queues each frame and each audit row with the row itself', () => {
    store.appendAudit(ts);
    store.recordFrames(2, ts);
    assert.deepEqual(seqsOf(batchOf('event')), [1]);
    assert.deepEqual(seqsOf(batchOf('telemetry')), [2, 3]);
    const [message] = batchOf('telemetry').messages;
    assert.equal(message?.attributes['id'], 'SITE.1.2');
    assert.equal(message.createdAt, ts);
  });

  it('queues nothing that is rolled back', () => {
    store.connection.begin();
    store.recordFrames(5, ts);
    store.connection.rollback();
    assert.equal(store.waiting('telemetry'), 0);
  });

  it('queues nothing while it is switched off, and keeps what waits', () => {
    store.recordFrames(1, ts);
    store.switchOff();
    store.recordFrames(5, ts + 10);
    store.appendAudit(ts);
    assert.equal(store.waiting('telemetry'), 1);
    assert.equal(store.waiting('event'), 0);
  });

  it('queues a message of its own', () => {
    const seq = store.enqueue('event', ts, { door: 'open' });
    assert.deepEqual(seqsOf(batchOf('event')), [seq]);
    assert.deepEqual(payloadsOf(batchOf('event')), [{ door: 'open' }]);
  });

  it('ends a batch at its rows and at its bytes, but never before the first message', () => {
    for (let n = 0; n < 5; n += 1) store.enqueue('event', ts, 'x'.repeat(1000));
    assert.equal(batchOf('event', { maxRows: 3 }).messages.length, 3);
    assert.equal(batchOf('event', { maxBytes: 2500 }).messages.length, 2);
    assert.equal(batchOf('event', { maxBytes: 1 }).messages.length, 1);
  });

  it('keeps to the range of its lane', () => {
    store.recordFrames(10, ts);
    const range = { class: 'telemetry', fromSeq: 4, belowSeq: 7 } as const;
    const batch = outboxReads.batch.run(store.connection, { ...range, maxRows: 100, maxBytes: 1e6, sender });
    assert.deepEqual(seqsOf(batch), [4, 5, 6]);
  });

  it('forgets what is acknowledged, and never gives a number again', () => {
    store.recordFrames(3, ts);
    outboxWrites.acknowledge.run(store.connection, [1, 3]);
    assert.deepEqual(seqsOf(batchOf('telemetry')), [2]);
    outboxWrites.acknowledge.run(store.connection, [2]);
    store.recordFrames(1, ts + 5);
    assert.deepEqual(seqsOf(batchOf('telemetry')), [4]);
  });

  it('sets a dead row aside with its reason and its attempts', () => {
    const seq = store.enqueue('event', ts);
    outboxWrites.countAttempt.run(store.connection, [seq]);
    outboxWrites.bury.run(store.connection, { seq, reason: 'too long', diedAt: ts + 1 });
    const dead = store.connection.get('select attempts, reason, died_at from outbox_dead where seq = :seq', { seq });
    assert.deepEqual({ ...dead }, { attempts: 2, reason: 'too long', died_at: ts + 1 });
    assert.equal(store.waiting('event'), 0);
    assert.equal(store.usage().deadRows, 1);
  });

  it('names the rows at the front whose frames are gone, and announces their loss when they are dropped', () => {
    store.recordFrames(5, ts);
    store.removeFrames(3);
    const batch = batchOf('telemetry');
    assert.deepEqual(batch, { messages: [], vanished: { class: 'telemetry', firstSeq: 1, lastSeq: 3 } });
    assert.ok(batch.vanished);
    outboxWrites.dropVanished.run(store.connection, { ...batch.vanished, at: ts });
    assert.deepEqual(seqsOf(batchOf('telemetry')), [4, 5]);
    assert.equal(store.dropped('telemetry'), 3);
    assert.deepEqual(tombstones(), [{ class: 'telemetry', first_seq: 1, last_seq: 3, rows: 3 }]);
  });

  it('ends a batch before a frame that is gone', () => {
    store.recordFrames(5, ts);
    store.connection.run('delete from frames where seq = 3');
    assert.deepEqual(seqsOf(batchOf('telemetry')), [1, 2]);
  });

  describe('at its bound', () => {
    it('drops the oldest telemetry but for the hundred that may be on their way, and says which', () => {
      store.switchOn({ maxRows: 1000 });
      store.recordFrames(900, ts);
      assert.equal(store.dropped('telemetry'), 0);
      store.recordFrames(1, ts + 900);
      assert.equal(store.dropped('telemetry'), 10);
      assert.deepEqual(tombstones(), [{ class: 'telemetry', first_seq: 101, last_seq: 110, rows: 10 }]);
      assert.deepEqual(seqsOf(batchOf('telemetry', { maxRows: 102 })).slice(-3), [100, 111, 112]);
    });

    it('drops as many as take the bytes', () => {
      store.switchOn({ maxBytes: 200_000 });
      store.recordFrames(2000, ts);
      const bytes = store.usage().classes.reduce((sum, each) => sum + each.bytes, 0);
      assert.ok(bytes <= 200_000 && bytes > 150_000, `${bytes} bytes`);
    });

    it('drops what is too old once newer rows come', () => {
      store.recordFrames(500, ts);
      store.recordFrames(500, ts + 3_600_000 + 1000);
      assert.equal(store.dropped('telemetry'), 400);
    });

    it('keeps aggregates while telemetry can go, and drops them then', () => {
      store.switchOn({ maxRows: 1000 });
      for (let n = 0; n < 200; n += 1) store.enqueue('aggregate', ts);
      store.recordFrames(1000, ts);
      assert.equal(store.dropped('aggregate'), 0);
      for (let n = 0; n < 950; n += 1) store.enqueue('aggregate', ts);
      assert.ok(store.dropped('aggregate') > 0);
      assert.ok(store.waiting('telemetry') <= 110);
    });

    it('never drops an event, keeps a tenth for them and leaves telemetry a tenth', () => {
      store.switchOn({ maxRows: 1500 });
      for (let n = 0; n < 1750; n += 1) store.enqueue('event', ts);
      store.recordFrames(750, ts);
      assert.equal(store.dropped('event'), 0);
      assert.ok(store.waiting('event') >= 1750);
      assert.ok(store.waiting('telemetry') <= 150 && store.waiting('telemetry') >= 135);
    });

    it('stays within it and accounts for every row, whatever comes', () => {
      const step = fc.oneof(
        fc.record({ frames: fc.integer({ min: 1, max: 600 }) }),
        fc.record({ events: fc.integer({ min: 1, max: 100 }) }),
        fc.record({ acknowledged: fc.integer({ min: 1, max: 100 }) }),
      );
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
          const fresh = new MemoryStore(engine.connect(outboxModules));
          fresh.switchOn({ maxRows: 2000 });
          const queued = { event: 0, telemetry: 0 };
          let acknowledged = 0;
          for (const [position, each] of steps.entries()) {
            if ('frames' in each) {
              fresh.recordFrames(each.frames, ts + position * 3000);
              queued.telemetry += each.frames;
            } else if ('events' in each) {
              for (let n = 0; n < each.events; n += 1) fresh.appendAudit(ts);
              queued.event += each.events;
            } else {
              const rows = fresh.connection.all(
                `select seq from outbox where class = 'telemetry' order by seq limit ${each.acknowledged}`,
              );
              outboxWrites.acknowledge.run(
                fresh.connection,
                rows.map(({ seq }) => Number(seq)),
              );
              acknowledged += rows.length;
            }
          }
          const [counted] = fresh.connection.all(`select count(*) as rows, sum(bytes) as bytes from outbox`);
          const { classes } = fresh.usage();
          const announced = tombstones(fresh);
          const dropped = announced.reduce((sum, { rows }) => sum + rows, 0);
          const waiting = { event: fresh.waiting('event'), telemetry: fresh.waiting('telemetry') };
          const droppedByCount = fresh.dropped('telemetry');
          assert.equal(classes.reduce((sum, { rows }) => sum + rows, 0), counted?.['rows']); // prettier-ignore
          assert.equal(classes.reduce((sum, { bytes }) => sum + bytes, 0), counted?.['bytes'] ?? 0); // prettier-ignore
          assert.equal(waiting.telemetry, queued.telemetry - acknowledged - dropped);
          assert.equal(droppedByCount, dropped);
          assert.equal(waiting.event, queued.event + announced.length);
          assert.ok(waiting.telemetry <= 1800);
        }),
        { numRuns: engine.name === 'sqlite' ? 15 : 2 },
      );
    });
  });
});
