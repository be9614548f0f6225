import assert from 'node:assert/strict';
import { CloudSink, cloudSink } from '../../../nodes/cloud/index.ts';
import pubsubSink from '../../../nodes/cloud/pubsub-sink.ts';
import type { Publisher } from '../../../nodes/cloud/publish-report.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { cloudSettings } from './cloud.fixture.ts';
import { MemoryStore } from './memory-store.fixture.ts';

const publishAll: Publisher['publish'] = ({ messages }) =>
  Promise.resolve({ stored: messages.map(({ seq }) => seq), failure: null });
const refuseAll: Publisher['publish'] = () =>
  Promise.resolve({ stored: [], failure: { kind: 'transient', reason: 'no way', isOutcomeUnknown: true } });

const report = (text: string): never => assert.fail(text);

describe('pubsub-sink node', () => {
  let store: MemoryStore;
  let clock: ManualClock;
  let sink: CloudSink;
  let publish: Publisher['publish'];

  async function start(projectId = 'test-project'): Promise<void> {
    sink = await CloudSink.start({
      store: store.asStore(),
      clock,
      siteId: 'SITE',
      gatewayVersion: '0.1.0',
      settings: { ...cloudSettings, GCP_PROJECT_ID: projectId },
      onPublishError: () => undefined,
      report,
      openPublisher: () => ({
        publish: (batch) => publish(batch),
        probe: () => Promise.reject(new Error('no way')),
        close: () => Promise.resolve(),
      }),
    });
    cloudSink.provide(sink);
  }

  beforeEach(() => {
    store = new MemoryStore();
    clock = new ManualClock();
    publish = publishAll;
  });
  afterEach(async () => {
    await TestFlow.close();
    cloudSink.withdraw();
    await sink.stop();
    store.close();
  });

  async function pass(flow: TestFlow): Promise<void> {
    await flow.settled();
    clock.advance(500);
    await flow.settled();
  }

  it('queues the payload as an event of the configured type', async () => {
    await start();
    const flow = await TestFlow.ofNode(pubsubSink, { eventType: 'kind', eventTypeType: 'msg' });
    flow.receive('node', { payload: { door: 'open' }, kind: 'door_event' });
    await flow.settled();
    const [row] = store.connection.all('select class, body from outbox');
    assert.deepEqual({ ...row }, { class: 'event', body: '{"message_type":"door_event","payload":{"door":"open"}}' });
  });

  it('tells what became of each batch', async () => {
    await start();
    const flow = await TestFlow.ofNode(pubsubSink);
    flow.receive('node', { payload: 1 });
    await pass(flow);
    const [message] = flow.arrived('out1');
    assert.equal(message?.topic, 'SITE/events');
    assert.deepEqual(message.payload, {
      orderingKey: 'SITE/events',
      firstSeq: 1,
      lastSeq: 1,
      messages: 1,
      stored: 1,
      latencyMs: 0,
      failure: null,
    });
  });

  it('shows whether it is connected and how many messages wait', async () => {
    await start();
    publish = refuseAll;
    const flow = await TestFlow.ofNode(pubsubSink);
    flow.receive('node', { payload: 1 });
    await pass(flow);
    await pass(flow);
    publish = publishAll;
    for (let turn = 0; turn < 4; turn += 1) await pass(flow);
    const shown = flow.shown('node');
    assert.deepEqual(shown.slice(0, 2), ['disconnected, 0 waiting', 'disconnected, 1 waiting']);
    assert.equal(shown.at(-1), 'connected, 0 waiting');
  });

  it('sends an event that cannot be queued to the catch node', async () => {
    await start();
    const flow = await TestFlow.ofNode(pubsubSink, { eventType: 'Door Event' });
    const { code } = await flow.askForError('node', { payload: 1 });
    assert.equal(code, 'bad_cloud_event');
  });

  it('is grey and refuses events while no project is configured', async () => {
    await start('');
    const flow = await TestFlow.ofNode(pubsubSink);
    assert.deepEqual(flow.shown('node'), ['off']);
    assert.equal((await flow.askForError('node', { payload: 1 })).code, 'cloud_off');
  });

  it('stops watching when it is closed', async () => {
    await start();
    const flow = await TestFlow.ofNode(pubsubSink);
    await TestFlow.close();
    await sink.publish({ messageType: 'door_event', payload: 1 });
    await pass(flow);
    assert.deepEqual(flow.arrived('out1'), []);
  });
});
