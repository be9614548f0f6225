import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, PubSub, type Subscription } from '@google-cloud/pubsub';
import { outboxStoreModule } from '../../nodes/cloud/index.ts';
import { Outbox } from '../../nodes/cloud/outbox.ts';
import { outboxReads, outboxWrites } from '../../nodes/cloud/outbox-store.ts';
import { PubSubPublisher } from '../../nodes/cloud/pubsub-publisher.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { FrameRecorder, frameStoreModule, Store } from '../../nodes/history/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { PubSubServer } from '../support/pubsub-server.ts';
import { frameOf, startedEntry, testDevices } from '../unit/cloud/cloud.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const minutes = scaled(60);
const pollMs = 5000;
const minuteMs = 60_000;
const stepMs = 500;
const publishFaults = { refuse: 0.1, lostAck: 0.05, halfStored: 0.05 };

const report = (text: string): never => assert.fail(text);

describe(`a subscriber of ${minutes} minutes with faults on both sides of Pub/Sub`, () => {
  const clock = new ManualClock();
  const bus = new Bus(report);
  const random = new Random(seed);
  /** What arrived, each id once; and how often something came again. */
  const received = new Map<string, Message>();
  let copies = 0;
  let folder: string;
  let server: PubSubServer;
  let client: PubSub;
  let subscription: Subscription;
  let publisher: PubSubPublisher;
  let store: Store;
  let audit: AuditLog;
  let recorder: FrameRecorder;
  let outbox: Outbox;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-outbox-hour-'));
    server = await PubSubServer.start({ seed, faults: publishFaults });
    server.subscription.breakChance = 0.05;
    const emulator = { projectId: 'p', apiEndpoint: server.address, emulatorMode: true };
    publisher = new PubSubPublisher({ projectId: 'p', topic: 'test', emulatorHost: server.address, timeoutMs: 1000 });
    client = new PubSub(emulator);
    subscription = client.subscription('all');
    subscription.on('error', () => undefined);
    subscription.on('message', (message) => {
      const id = message.attributes['id'] ?? '';
      if (received.has(id)) copies += 1;
      received.set(id, message);
      message.ack();
    });
    store = await Store.open({
      folder,
      modules: [auditStoreModule, frameStoreModule, outboxStoreModule],
      maxMb: 1024,
      clock,
      report,
    });
    audit = await AuditLog.open({ store, clock, report });
    recorder = new FrameRecorder({ store, bus, clock, maxBytes: 1e9, report });
    const bound = { maxRows: 1_000_000, maxBytes: 1e9, maxAgeMs: 72 * 3_600_000 };
    await store.write(outboxWrites.configure, { enabled: true, origin: 'SITE.1', ...bound });
    outbox = new Outbox({
      store,
      clock,
      random: () => 0.5,
      sender: { siteId: 'SITE', gatewayVersion: '0' },
      // A thread would live in real time.
      openPublisher: () => ({
        publish: (batch) => publisher.publish(batch),
        probe: () => publisher.probe(),
        close: () => Promise.resolve(),
      }),
      publishTimeoutMs: 1000,
      replay: { messagesPerSecond: 500, bytesPerSecond: 1e6 },
      onPublishError: () => undefined,
      onBatch: () => undefined,
      report: () => undefined,
    });
  });
  after(async () => {
    await recorder.stop();
    await outbox.stop();
    await publisher.close();
    await subscription.close();
    await client.close();
    await store.close();
    await server.down();
    rmSync(folder, { recursive: true });
  });

  /** Lets the outbox work through some of its own time. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await outbox.look();
      await outbox.idle();
    }
  }

  async function waiting(): Promise<number> {
    const { classes } = await store.read(outboxReads.usage, undefined);
    return classes.reduce((sum, { rows }) => sum + rows, 0);
  }

  it('holds every frame and every event, exactly once after removing duplicates by id', async function () {
    this.timeout(120_000 + minutes * 5000);
    let cycle = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      const isDown = random.chance(0.1);
      if (isDown) await server.down();
      for (let ms = 0; ms < minuteMs; ms += pollMs) {
        cycle += 1;
        for (const device of testDevices) bus.publish(frameOf(device, { cycle, ts: clock.now() + ms }));
      }
      await recorder.flush();
      await audit.append(startedEntry);
      await pass(minuteMs / 10);
      if (isDown) await server.up();
    }
    server.faults = {};
    while ((await publisher.probe()) !== null) await sleep(50);
    while ((await waiting()) > 0) await pass(5000);
    while (server.subscription.backlog > 0) await sleep(50);

    const bodies = [...received.values()].map(({ attributes, data }) => {
      const { payload } = JSON.parse(String(data)) as { payload: Record<string, unknown> };
      return { type: attributes['message_type'], payload };
    });
    const frames = bodies
      .filter(({ type }) => type === 'telemetry')
      .map(({ payload }) => `${String(payload['device_id'])} ${String(payload['cycle_number'])}`);
    const events = bodies.filter(({ type }) => type === 'audit_event').map(({ payload }) => payload['audit_seq']);
    const sent = Array.from({ length: cycle }, (_, index) =>
      testDevices.map(({ deviceId }) => `${deviceId} ${index + 1}`),
    ).flat();
    printFigures(
      `seed ${seed}: ${sent.length} frames and ${minutes} events, ${server.stored.length} stored by Pub/Sub, ` +
        `${server.subscription.redelivered} redelivered, ${copies} copies removed, faults ${JSON.stringify(server.happened)}`,
    );
    assert.deepEqual(frames.toSorted(), sent.toSorted());
    assert.deepEqual(new Set(events).size, minutes);
    assert.equal(events.length, minutes);
    // Without removing duplicates the check fails: it is not blind. A few minutes may pass without a fault.
    if (minutes >= 30) assert.ok(copies > 0, 'nothing came twice');
  });
});
