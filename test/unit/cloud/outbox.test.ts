import assert from 'node:assert/strict';
import type { OutgoingMessage } from '../../../nodes/cloud/envelope.ts';
import { type BatchRecord, Outbox } from '../../../nodes/cloud/outbox.ts';
import { publishFailure, type Publisher, type PublishReport } from '../../../nodes/cloud/publish-report.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryStore } from './memory-store.fixture.ts';

interface Sent {
  readonly orderingKey: string;
  readonly seqs: number[];
}

const unavailable = 14;
const invalidArgument = 3;
const notFound = 5;

describe('outbox', () => {
  let store: MemoryStore;
  let clock: ManualClock;
  let outbox: Outbox;
  let sent: Sent[];
  let batches: BatchRecord[];
  let reports: string[];
  let publishers: number;
  let errors: number;
  /** What Pub/Sub answers; stores everything by default. */
  let answer: (orderingKey: string, messages: readonly OutgoingMessage[]) => Promise<PublishReport> | PublishReport;
  let probe: Publisher['probe'];

  beforeEach(() => {
    store = new MemoryStore();
    store.switchOn();
    clock = new ManualClock();
    [sent, batches, reports] = [[], [], []];
    [publishers, errors] = [0, 0];
    answer = storeAll;
    probe = () => Promise.resolve(null);
    outbox = start();
  });
  afterEach(async () => {
    await outbox.stop();
    store.close();
  });

  const storeAll = (_: string, messages: readonly OutgoingMessage[]): PublishReport => ({
    stored: messages.map(({ seq }) => seq),
    failure: null,
  });
  const failWith = (code: number) => (): PublishReport => ({
    stored: [],
    failure: publishFailure(code, `code ${code}`),
  });

  function start(): Outbox {
    return new Outbox({
      store: store.asStore(),
      clock,
      random: () => 1,
      sender: { siteId: 'SITE', gatewayVersion: '1' },
      openPublisher() {
        publishers += 1;
        return {
          publish({ orderingKey, messages }) {
            sent.push({ orderingKey, seqs: messages.map(({ seq }) => seq) });
            return Promise.resolve(answer(orderingKey, messages));
          },
          probe: () => probe(),
          close: () => Promise.resolve(),
        };
      },
      publishTimeoutMs: 5000,
      replay: { messagesPerSecond: 500, bytesPerSecond: 1e6 },
      onPublishError: () => (errors += 1),
      onBatch: (batch) => batches.push(batch),
      report: (text) => reports.push(text),
    });
  }

  /** Lets the outbox do what is due now, and after each half second of the time given. */
  async function pass(ms = 0): Promise<void> {
    await outbox.look();
    await outbox.idle();
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500);
      await outbox.look();
      await outbox.idle();
    }
  }

  const keys = (): string[] => sent.map(({ orderingKey }) => orderingKey);
  const seqsTo = (key: string): number[] =>
    sent.filter(({ orderingKey }) => orderingKey === key).flatMap(({ seqs }) => seqs);
  const ascending = (seqs: readonly number[]): number[] => [...new Set(seqs)].sort((a, b) => a - b);

  it('sends live telemetry under the site, events under their own key, in batches of a hundred', async () => {
    await pass();
    store.recordFrames(150, clock.now());
    store.appendAudit(clock.now());
    store.enqueue('aggregate', clock.now());
    await pass();
    assert.deepEqual(ascending(seqsTo('SITE')), seqsTo('SITE'));
    assert.equal(seqsTo('SITE').length, 150);
    assert.deepEqual(seqsTo('SITE/events'), [151]);
    assert.deepEqual(seqsTo('SITE/aggregates'), [152]);
    assert.equal(store.waiting('telemetry') + store.waiting('event') + store.waiting('aggregate'), 0);
    assert.deepEqual(batches.filter(({ orderingKey }) => orderingKey === 'SITE').map((batch) => batch.messages), [100, 50]); // prettier-ignore
  });

  it('sends what it finds at the start as backlog, at no more than its rate', async () => {
    store.recordFrames(2000, clock.now());
    await pass(2000);
    assert.deepEqual(new Set(keys()), new Set(['SITE/backlog']));
    assert.ok(seqsTo('SITE/backlog').length <= 500 + 500 * 2 + 100);
    await pass(2000);
    assert.deepEqual(seqsTo('SITE/backlog'), ascending(seqsTo('SITE/backlog')));
    assert.equal(seqsTo('SITE/backlog').length, 2000);
  });

  it('keeps the present beside a long backlog', async () => {
    store.recordFrames(5000, clock.now());
    await pass();
    store.recordFrames(10, clock.now());
    await pass();
    assert.deepEqual(seqsTo('SITE').length, 10);
    assert.ok(store.waiting('telemetry') > 0);
  });

  it('keeps a row until Pub/Sub has stored it, and sends the rest of a batch again', async () => {
    await pass();
    store.recordFrames(4, clock.now());
    answer = (_, [first, second]) => ({
      stored: [first?.seq ?? 0, second?.seq ?? 0],
      failure: publishFailure(unavailable, 'gone'),
    });
    await pass();
    assert.equal(store.waiting('telemetry'), 2);
    answer = storeAll;
    await pass(500);
    assert.deepEqual(seqsTo('SITE'), [1, 2, 3, 4, 3, 4]);
    assert.equal(errors, 1);
    assert.equal(outbox.state().unknownOutcomes, 1);
  });

  it('waits longer after each failure, and not at all after a success', async () => {
    await pass();
    answer = failWith(unavailable);
    store.appendAudit(clock.now());
    await pass(7500);
    const tries = sent.length;
    assert.ok(tries >= 4 && tries <= 6, `${tries} tries`);
    answer = storeAll;
    await pass(8000);
    store.appendAudit(clock.now());
    await pass();
    assert.equal(store.waiting('event'), 0);
  });

  it('opens the other lanes as soon as one gets through', async () => {
    await pass();
    answer = failWith(unavailable);
    store.recordFrames(1, clock.now());
    store.appendAudit(clock.now());
    await pass(60_000);
    answer = (key, messages) => (key === 'SITE/events' ? storeAll(key, messages) : failWith(unavailable)());
    while (store.waiting('event') > 0) await pass(500);
    answer = storeAll;
    await pass(1500);
    assert.equal(store.waiting('telemetry'), 0);
  });

  it('makes telemetry of an outage backlog and goes on with the newest', async () => {
    await pass();
    answer = failWith(unavailable);
    store.recordFrames(10, clock.now());
    await pass(60_000);
    store.recordFrames(10, clock.now() - 10);
    answer = storeAll;
    sent.length = 0;
    await pass(60_000);
    assert.deepEqual(seqsTo('SITE/backlog').slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const key of ['SITE', 'SITE/backlog']) assert.deepEqual(seqsTo(key), ascending(seqsTo(key)));
    assert.equal(store.waiting('telemetry'), 0);
  });

  it('finds the one invalid message, sets it aside and sends the others', async () => {
    await pass();
    store.recordFrames(100, clock.now());
    answer = (key, messages) =>
      messages.some(({ seq }) => seq === 37) ? failWith(invalidArgument)() : storeAll(key, messages);
    await pass(2000);
    assert.equal(store.waiting('telemetry'), 0);
    assert.equal(store.usage().deadRows, 1);
    assert.equal(store.connection.get('select seq from outbox_dead')?.['seq'], 37);
    assert.match(reports.join(), /message 37 was refused by Pub\/Sub/);
    assert.equal(outbox.state().unknownOutcomes, 0);
  });

  it('sets nothing aside while every message is invalid: then the topic is wrong', async () => {
    await pass();
    for (let n = 0; n < 5; n += 1) store.appendAudit(clock.now());
    answer = failWith(invalidArgument);
    await pass(600_000);
    assert.equal(store.usage().deadRows, 0);
    assert.equal(store.waiting('event'), 5);
    assert.equal(outbox.state().blockedBy, 'code 3');
  });

  it('tries slowly, and says so, while somebody has to act', async () => {
    await pass();
    store.appendAudit(clock.now());
    answer = failWith(notFound);
    await pass(290_000);
    assert.equal(sent.length, 1);
    assert.equal(outbox.state().blockedBy, 'code 5');
    assert.deepEqual(reports, ['Pub/Sub refuses to publish: code 5']);
    answer = storeAll;
    await pass(11_000);
    assert.equal(store.waiting('event'), 0);
    assert.equal(outbox.state().blockedBy, null);
  });

  it('drops what it cannot tell any more because the frame is gone, and tells that', async () => {
    store.recordFrames(20, clock.now());
    store.removeFrames(5);
    await pass(1000);
    assert.equal(seqsTo('SITE/backlog')[0], 6);
    assert.equal(store.dropped('telemetry'), 5);
    assert.equal(seqsTo('SITE/events').length, 1);
  });

  it('never sends again what is stored while the store cannot delete', async () => {
    await pass();
    store.recordFrames(3, clock.now());
    answer = (key, messages) => {
      store.failure = new Error('disk full');
      return storeAll(key, messages);
    };
    await pass(5000);
    assert.deepEqual(sent.length, 1);
    store.failure = undefined;
    await pass(500);
    assert.equal(store.waiting('telemetry'), 0);
    assert.equal(sent.length, 1);
    assert.deepEqual(reports, ['the queue to the cloud stands still: disk full']);
  });

  it('takes a call that is never answered for a failure', async () => {
    await pass();
    store.appendAudit(clock.now());
    answer = () => new Promise(() => undefined);
    await outbox.look();
    await Promise.resolve();
    while (sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(8000);
    await outbox.idle();
    assert.equal(outbox.state().unknownOutcomes, 1);
    assert.match(batches[0]?.failure?.reason ?? '', /did not answer/);
  });

  it('builds the client anew after ten failures in a row, and after five minutes without success', async () => {
    await pass();
    store.appendAudit(clock.now());
    answer = failWith(unavailable);
    await pass(100_000);
    assert.equal(publishers, 1);
    await pass(120_000);
    assert.equal(publishers, 2);
    answer = failWith(notFound);
    await pass(400_000);
    assert.ok(publishers >= 3);
  });

  describe('says that it is connected', () => {
    it('not before the first answer', () => {
      assert.equal(outbox.state().connected, false);
    });

    it('for a minute after a success', async () => {
      await pass();
      store.appendAudit(clock.now());
      await pass();
      answer = failWith(unavailable);
      store.appendAudit(clock.now());
      await pass(60_000);
      assert.equal(outbox.state().connected, true);
      await pass(500);
      assert.equal(outbox.state().connected, false);
    });

    it('while nothing waits and Pub/Sub answers', async () => {
      await pass();
      assert.equal(outbox.state().connected, true);
      probe = () => Promise.reject(new Error('no way'));
      await pass(30_500);
      assert.equal(outbox.state().connected, false);
    });
  });

  it('sends nothing more once it has stopped', async () => {
    await outbox.stop();
    store.recordFrames(3, clock.now());
    await pass(5000);
    assert.deepEqual(sent, []);
  });
});
