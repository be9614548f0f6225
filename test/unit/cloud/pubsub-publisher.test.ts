import assert from 'node:assert/strict';
import type { OutgoingMessage } from '../../../nodes/cloud/envelope.ts';
import { PubSubPublisher } from '../../../nodes/cloud/pubsub-publisher.ts';
import { type PublishFault, PubSubServer } from '../../support/pubsub-server.ts';

const timeoutMs = 500;

function messagesOf(...seqs: number[]): OutgoingMessage[] {
  return seqs.map((seq) => ({
    seq,
    createdAt: 0,
    data: `{"n":${seq}}`,
    attributes: { id: `SITE.1.${seq}`, seq: String(seq), message_type: 'telemetry' },
  }));
}

describe('Pub/Sub publisher', () => {
  let server: PubSubServer;
  let publisher: PubSubPublisher;

  before(async () => {
    server = await PubSubServer.start();
    const options = { projectId: 'test-project', topic: 'bess-telemetry', timeoutMs };
    publisher = new PubSubPublisher({ ...options, emulatorHost: server.address });
  });
  after(async () => {
    await publisher.close();
    await server.down();
  });
  beforeEach(() => {
    server.stored.length = 0;
    server.faults = {};
    server.status = undefined;
    server.refuses = () => false;
  });

  const publish = (...seqs: number[]): ReturnType<PubSubPublisher['publish']> =>
    publisher.publish({ orderingKey: 'SITE', messages: messagesOf(...seqs) });
  const storedSeqs = (): number[] => server.stored.map(({ seq }) => seq);

  it('publishes a batch of a hundred in one call and in order', async () => {
    const seqs = Array.from({ length: 100 }, (_, position) => position + 1);
    const calls = server.calls;
    assert.deepEqual(await publish(...seqs), { stored: seqs, failure: null });
    assert.equal(server.calls, calls + 1);
    assert.deepEqual(storedSeqs(), seqs);
    const { id, orderingKey, data } = server.stored[0] ?? {};
    assert.deepEqual({ id, orderingKey, data }, { id: 'SITE.1.1', orderingKey: 'SITE', data: '{"n":1}' });
  });

  for (const [fault, stored, reason] of [
    ['refuse', [], /UNAVAILABLE/],
    ['hang', null, /DEADLINE_EXCEEDED/],
    ['lostAck', [1, 2], /UNAVAILABLE/],
    ['halfStored', [1], /UNAVAILABLE/],
  ] as const satisfies readonly (readonly [PublishFault, readonly number[] | null, RegExp])[]) {
    it(`reports ${fault} within its time limit, without a retry of its own, and goes on`, async () => {
      server.faults = { [fault]: 1 };
      const calls = server.calls;
      const startedAt = performance.now();
      const report = await publish(1, 2);
      assert.ok(performance.now() - startedAt < timeoutMs + 500);
      assert.equal(server.calls, calls + 1);
      assert.deepEqual(report.stored, []);
      assert.match(report.failure?.reason ?? '', reason);
      assert.equal(report.failure?.isOutcomeUnknown, true);
      if (stored) assert.deepEqual(storedSeqs(), stored);

      server.faults = {};
      assert.deepEqual(await publish(3), { stored: [3], failure: null });
    });
  }

  it('tells an invalid message from a topic that is missing', async () => {
    server.refuses = ({ seq }) => seq === 2;
    assert.equal((await publish(1, 2)).failure?.kind, 'invalid');
    server.status = { code: 5, message: 'no such topic' };
    assert.equal((await publish(1)).failure?.kind, 'permanent');
  });

  it('is back soon after a server that was down', async () => {
    await server.down();
    assert.equal((await publish(1)).failure?.kind, 'transient');
    await server.up();
    const deadline = performance.now() + 1500;
    while ((await publish(1)).failure !== null) assert.ok(performance.now() < deadline);
  });

  it('asks for the topic without needing the right to see it', async () => {
    assert.equal(await publisher.probe(), null);
    server.status = { code: 7, message: 'publishers may not look' };
    assert.equal(await publisher.probe(), null);
    server.status = { code: 5, message: 'no such topic' };
    assert.match((await publisher.probe())?.reason ?? '', /no such topic/);
  });
});
