import assert from 'node:assert/strict';
import { startPublisherThread } from '../../../nodes/cloud/publisher-thread.ts';
import { PubSubServer } from '../../support/pubsub-server.ts';

describe('publisher thread', () => {
  it('publishes from a thread of its own, and ends', async function () {
    // Loading the client takes most of a second.
    this.timeout(10_000);
    const server = await PubSubServer.start();
    const options = { projectId: 'test-project', topic: 'bess-telemetry', timeoutMs: 2000 };
    const publisher = startPublisherThread({ ...options, emulatorHost: server.address });
    const message = { seq: 1, createdAt: 0, data: '{}', attributes: { id: 'SITE.1.1', seq: '1' } };
    const report = await publisher.publish({ orderingKey: 'SITE', messages: [message] });
    assert.deepEqual(report, { stored: [1], failure: null });
    assert.equal(await publisher.probe(), null);
    await publisher.close();
    await server.down();
    assert.equal(server.stored.length, 1);
  });
});
