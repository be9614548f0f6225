import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outboxStoreModule } from '../../nodes/cloud/index.ts';
import { Outbox } from '../../nodes/cloud/outbox.ts';
import { type OutboxUsage, outboxReads, outboxWrites } from '../../nodes/cloud/outbox-store.ts';
import { PubSubPublisher } from '../../nodes/cloud/pubsub-publisher.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { FrameRecorder, frameStoreModule, Store } from '../../nodes/history/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { PubSubServer, type StoredMessage } from '../support/pubsub-server.ts';
import { frameOf, startedEntry, testDevices } from '../unit/cloud/cloud.fixture.ts';
import { printFigures, scaled } from './support/fault-run.ts';

const hours = scaled(24);
const pollMs = 5000;
/** A third of what a day offline brings. */
const maxRows = Math.round((hours * 3_600_000 * testDevices.length) / pollMs / 3);
const minuteMs = 60_000;
const replayPerSecond = 500;
const replayStepMs = 500;
const liveLimitMs = 5000;

const report = (text: string): never => assert.fail(text);

interface Body {
  readonly timestamp: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

describe(`${hours} hours without the cloud, in accelerated time`, () => {
  const clock = new ManualClock();
  const bus = new Bus(report);
  let folder: string;
  let server: PubSubServer;
  let publisher: PubSubPublisher;
  let store: Store;
  let audit: AuditLog;
  let recorder: FrameRecorder;
  let outbox: Outbox;
  let cycle = 0;
  let frames = 0;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-outbox-offline-'));
    server = await PubSubServer.start();
    publisher = new PubSubPublisher({ projectId: 'p', topic: 'test', emulatorHost: server.address, timeoutMs: 2000 });
    const modules = [auditStoreModule, frameStoreModule, outboxStoreModule];
    store = await Store.open({ folder, modules, maxMb: 1024, clock, report });
    audit = await AuditLog.open({ store, clock, report });
    recorder = new FrameRecorder({ store, bus, clock, maxBytes: 1e9, report });
    const bound = { maxRows, maxBytes: 1e9, maxAgeMs: 72 * 3_600_000 };
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
      publishTimeoutMs: 2000,
      replay: { messagesPerSecond: replayPerSecond, bytesPerSecond: 1e6 },
      onPublishError: () => undefined,
      onBatch: () => undefined,
      report,
    });
  });
  after(async () => {
    await recorder.stop();
    await outbox.stop();
    await publisher.close();
    await store.close();
    await server.down();
    rmSync(folder, { recursive: true });
  });

  async function poll(ts: number): Promise<void> {
    cycle += 1;
    for (const device of testDevices) bus.publish(frameOf(device, { cycle, ts }));
    frames += testDevices.length;
    await Promise.resolve();
  }

  /** A minute of polling, one audit row and what the outbox makes of it. */
  async function minuteOffline(): Promise<OutboxUsage> {
    for (let ms = 0; ms < minuteMs; ms += pollMs) await poll(clock.now() + ms);
    await recorder.flush();
    clock.advance(minuteMs);
    await audit.append(startedEntry);
    await outbox.look();
    await outbox.idle();
    return store.read(outboxReads.usage, undefined);
  }

  it('keeps the bound, counts and announces every drop, loses no event, and catches up beside the present', async function () {
    this.timeout(hours * 30_000);
    await server.down();
    let most = 0;
    for (let minute = 0; minute < hours * 60; minute += 1) {
      const { classes } = await minuteOffline();
      most = Math.max(most, classes.reduce((sum, { rows }) => sum + rows, 0)); // prettier-ignore
    }
    const audits = hours * 60;
    assert.ok(most <= maxRows, `${most} rows with a bound of ${maxRows}`);

    await server.up();
    // The client's connection lives in real time.
    while ((await publisher.probe()) !== null) await sleep(50);
    let lagMs = 0;
    let seconds = 0;
    let seen = 0;
    for (let waiting = most; waiting > 0; seconds += replayStepMs / 1000) {
      if (seconds % (pollMs / 1000) === 0) await poll(clock.now());
      await recorder.flush();
      clock.advance(replayStepMs);
      await outbox.look();
      await outbox.idle();
      for (const message of server.stored.slice(seen).filter(({ orderingKey }) => orderingKey === 'SITE')) {
        lagMs = Math.max(lagMs, clock.now() - Date.parse(bodyOf(message).timestamp));
      }
      seen = server.stored.length;
      const { classes } = await store.read(outboxReads.usage, undefined);
      waiting = classes.reduce((sum, { rows }) => sum + rows, 0);
    }

    const arrived = new Map(server.stored.map((message) => [message.id, message]));
    const ofType = (type: string): StoredMessage[] => [...arrived.values()].filter(({ messageType }) => messageType === type); // prettier-ignore
    const announced = ofType('tombstone').map((message) => bodyOf(message).payload as { rows: number });
    const dropped = announced.reduce((sum, { rows }) => sum + rows, 0);
    const backlog = server.stored.filter(({ orderingKey }) => orderingKey === 'SITE/backlog').length;
    printFigures(
      `${frames} frames, at most ${most} of ${maxRows} rows waited, ${dropped} dropped in ${announced.length} announcements, ` +
        `${audits} audit rows, ${backlog} caught up in ${seconds} s, live at most ${lagMs} ms behind`,
    );
    const usage = await store.read(outboxReads.usage, undefined);
    assert.equal(usage.classes.find((each) => each.class === 'telemetry')?.droppedRows, dropped);
    assert.equal(ofType('telemetry').length, frames - dropped);
    assert.equal(ofType('audit_event').length, audits);
    assert.ok(dropped > 0);
    assert.ok(lagMs <= liveLimitMs, `live was ${lagMs} ms behind`);
    assert.ok(backlog / seconds <= replayPerSecond + replayPerSecond / seconds + 100 / seconds);
  });
});

function bodyOf({ data }: StoredMessage): Body {
  return JSON.parse(data) as Body;
}
