import assert from 'node:assert/strict';
import { CloudSink, type CloudState } from '../../../nodes/cloud/index.ts';
import { cloudStateOf } from '../../../nodes/cloud/cloud-sink.ts';
import type { OutboxState } from '../../../nodes/cloud/outbox.ts';
import type { ClassUsage } from '../../../nodes/cloud/outbox-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { cloudSettings } from './cloud.fixture.ts';
import { bound, MemoryStore } from './memory-store.fixture.ts';

describe('cloud sink', () => {
  let store: MemoryStore;
  let clock: ManualClock;
  let sink: CloudSink;
  let opened: number;
  let reports: string[];

  beforeEach(async () => {
    store = new MemoryStore();
    clock = new ManualClock();
    opened = 0;
    reports = [];
    sink = await start();
  });
  afterEach(async () => {
    await sink.stop();
    store.close();
  });

  const start = (projectId = 'test-project'): Promise<CloudSink> =>
    CloudSink.start({
      store: store.asStore(),
      clock,
      siteId: 'SITE-CL-001',
      gatewayVersion: '0.1.0',
      settings: { ...cloudSettings, GCP_PROJECT_ID: projectId },
      onPublishError: () => undefined,
      report: (text) => reports.push(text),
      openPublisher() {
        opened += 1;
        return {
          publish: ({ messages }) => Promise.resolve({ stored: messages.map(({ seq }) => seq), failure: null }),
          probe: () => Promise.resolve(null),
          close: () => Promise.resolve(),
        };
      },
    });
  /** Half a second of the outbox. */
  async function pass(): Promise<void> {
    clock.advance(500);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  it('has an event on the disk before it answers', async () => {
    const seq = await sink.publish({ messageType: 'door_event', payload: { open: true } });
    const row = store.connection.get('select class, body from outbox where seq = :seq', { seq });
    assert.deepEqual({ ...row }, { class: 'event', body: '{"message_type":"door_event","payload":{"open":true}}' });
  });

  it('gives every start ids of its own', async () => {
    await sink.publish({ messageType: 'first', payload: null });
    await sink.stop();
    sink = await start();
    await sink.publish({ messageType: 'second', payload: null });
    const origins = store.connection.all('select origin from outbox').map(({ origin }) => String(origin));
    assert.equal(new Set(origins).size, 2);
    for (const origin of origins) assert.match(origin, /^SITE-CL-001\.[0-9a-f]{8}$/);
  });

  for (const [title, event] of [
    ['a type that is no name', { messageType: 'Door Event', payload: 1 }],
    ['a payload without JSON', { messageType: 'door_event', payload: undefined }],
    ['a payload that is too large', { messageType: 'door_event', payload: 'x'.repeat(100_000) }],
  ] as const) {
    it(`refuses ${title}`, () => assert.rejects(sink.publish(event), { code: 'bad_cloud_event', status: 400 }));
  }

  it('tells every listener of each batch, whatever another one does', async () => {
    await pass();
    const told: number[] = [];
    sink.subscribe(() => {
      throw new Error('broken');
    });
    const unsubscribe = sink.subscribe(({ stored }) => told.push(stored));
    await sink.publish({ messageType: 'door_event', payload: 1 });
    await pass();
    assert.deepEqual(told, [1]);
    assert.match(reports.join(), /a listener of the cloud sink failed at message 1: broken/);
    unsubscribe();
    await sink.publish({ messageType: 'door_event', payload: 2 });
    await pass();
    assert.deepEqual(told, [1]);
  });

  it('shows its state at once and every second', async () => {
    const seen: CloudState[] = [];
    const unwatch = sink.watch((state) => seen.push(state));
    assert.equal(seen.length, 1);
    await sink.publish({ messageType: 'door_event', payload: 1 });
    await pass();
    await pass();
    assert.equal(seen.length, 2);
    assert.equal(seen[1]?.pubsubConnected, true);
    assert.equal(seen[1].lastPublishTs, clock.now() - 500);
    unwatch();
    await pass();
    await pass();
    assert.equal(seen.length, 2);
  });

  describe('without a project', () => {
    beforeEach(async () => {
      await sink.stop();
      opened = 0;
      sink = await start('');
    });

    it('is off, which is no error', () => {
      const { enabled, pubsubConnected, publishErrorsTotal, lastPublishTs, warnings } = sink.state();
      assert.deepEqual(
        { enabled, pubsubConnected, publishErrorsTotal, lastPublishTs, warnings },
        { enabled: false, pubsubConnected: false, publishErrorsTotal: 0, lastPublishTs: null, warnings: [] },
      );
      assert.equal(opened, 0);
    });

    it('queues nothing', async () => {
      store.recordFrames(3, clock.now());
      await pass();
      assert.equal(store.waiting('telemetry'), 0);
      await assert.rejects(sink.publish({ messageType: 'door_event', payload: 1 }), { code: 'cloud_off', status: 503 });
    });
  });
});

describe('cloud state', () => {
  const empty = { rows: 0, bytes: 0, droppedRows: 0, oldestSeq: null, oldestCreatedAt: null };
  const telemetry: ClassUsage = { ...empty, class: 'telemetry' };
  const event: ClassUsage = { ...empty, class: 'event' };

  function stateOf(classes: readonly ClassUsage[], changes: Partial<OutboxState> = {}, deadRows = 0): CloudState {
    const outbox: OutboxState = {
      connected: true,
      publishErrorsTotal: 2,
      lastPublishTs: 900,
      lastPublishMs: 12,
      unknownOutcomes: 1,
      blockedBy: null,
      usage: { classes, headSeq: 10, deadRows, oldestFrameSeq: null },
      ...changes,
    };
    return cloudStateOf(outbox, bound, 1000);
  }

  it('sums the classes and finds the oldest', () => {
    const state = stateOf([
      { ...telemetry, rows: 3, bytes: 300, droppedRows: 7, oldestCreatedAt: 600 },
      { ...event, rows: 1, bytes: 50, oldestCreatedAt: 800 },
    ]);
    const { depth, bytes, oldestAgeMs, dropped, duplicatesRisk } = state;
    assert.deepEqual(
      { depth, bytes, oldestAgeMs, dropped, duplicatesRisk },
      {
        depth: 4,
        bytes: 350,
        oldestAgeMs: 400,
        dropped: { event: 0, aggregate: 0, telemetry: 7 },
        duplicatesRisk: 1,
      },
    );
  });

  it('has no oldest row and nothing to warn of while nothing waits', () => {
    const { oldestAgeMs, warnings } = stateOf([telemetry, event]);
    assert.deepEqual({ oldestAgeMs, warnings }, { oldestAgeMs: null, warnings: [] });
  });

  for (const [title, state, warning] of [
    ['rows', stateOf([{ ...telemetry, rows: 8001 }]), /80 % full/],
    ['bytes', stateOf([{ ...telemetry, bytes: 0.81e9 }]), /80 % full/],
    ['a refusal', stateOf([], { blockedBy: 'no such topic' }), /refuses to publish: no such topic/],
    ['dead messages', stateOf([], {}, 3), /3 messages were refused/],
  ] as const) {
    it(`warns of ${title}`, () => assert.match(state.warnings.join(), warning));
  }
});
