import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudSink, outboxStoreModule } from '../../nodes/cloud/index.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { FrameRecorder, frameStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock as clock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { PubSubServer, type StoredMessage } from '../support/pubsub-server.ts';
import { cloudSettings, frameOf, startedEntry, testDevices } from '../unit/cloud/cloud.fixture.ts';
import { printFigures } from './support/fault-run.ts';
import { SmallDisk, testOnDisk } from './support/small-disk.ts';

const diskMb = 64;
const pollMs = 50;
const longMs = 10_000;

describe('a full disk under the outbox', () => {
  let server: PubSubServer;
  const reports: string[] = [];
  const report = (text: string): unknown => reports.push(text);
  before(async () => {
    server = await PubSubServer.start();
  });
  after(() => server.down());

  testOnDisk('loses no event, keeps the newest frames and recovers by itself', async function () {
    this.timeout(60_000);
    await SmallDisk.use(diskMb, fillAndEmpty);
  });

  async function fillAndEmpty(disk: SmallDisk): Promise<void> {
    const folder = path.join(disk.folder, 'data');
    const modules = [auditStoreModule, frameStoreModule, outboxStoreModule];
    const store = await Store.open({ folder, modules, maxMb: 1024, clock, report });
    const audit = await AuditLog.open({ store, clock, report });
    const bus = new Bus(report);
    const recorder = new FrameRecorder({ store, bus, clock, maxBytes: 1e9, report });
    const sink = await CloudSink.start({
      store,
      clock,
      siteId: 'SITE',
      gatewayVersion: '0',
      settings: { ...cloudSettings, PUBSUB_EMULATOR_HOST: server.address },
      onPublishError: () => undefined,
      report,
    });
    let cycle = 0;
    const acknowledged: number[] = [];
    let refused = 0;
    async function poll(): Promise<void> {
      cycle += 1;
      for (const device of testDevices) bus.publish(frameOf(device, { cycle, ts: clock.now() }));
      const receipt = await audit.append(startedEntry).catch(() => undefined);
      if (receipt) acknowledged.push(receipt.seq);
      else refused += 1;
      await sleep(pollMs);
    }
    async function pollUntil(condition: () => boolean, what: string): Promise<void> {
      const deadline = clock.monotonic() + longMs;
      while (!condition()) {
        assert.ok(clock.monotonic() < deadline, `${what} within ${longMs} ms; ${reports.join('; ')}`);
        await poll();
      }
    }

    await pollUntil(() => sink.state().pubsubConnected, 'connected');
    // The reserve is given back to the disk when it is full, so it is filled until nothing helps.
    await pollUntil(() => {
      disk.fill();
      return refused >= 10;
    }, 'full');
    assert.equal(store.health().ok, false);
    assert.ok(recorder.state().waiting > 0);

    disk.empty();
    await pollUntil(() => store.health().ok && recorder.state().waiting === 0, 'recovered');
    await recorder.flush();
    while (sink.state().depth > 0) await sleep(100);
    await sink.stop();
    await recorder.stop();
    await store.close();

    const arrived = new Set(server.stored.filter(({ messageType }) => messageType === 'audit_event').map(auditSeqOf));
    const ids = new Set(server.stored.map(({ id }) => id));
    const { recorded, dropped } = recorder.state();
    printFigures(
      `${acknowledged.length} audit rows acknowledged and ${refused} refused on the full disk, ${cycle * testDevices.length} frames: ` +
        `${recorded} recorded, ${dropped} dropped; ${server.stored.length - ids.size} duplicates`,
    );
    assert.deepEqual(
      acknowledged.filter((seq) => !arrived.has(seq)),
      [],
    );
    assert.equal(recorded + dropped, cycle * testDevices.length);
    assert.deepEqual(
      server.stored.filter(({ id }, position) => server.stored.findIndex((other) => other.id === id) !== position),
      [],
    );
  }
});

function auditSeqOf({ data }: StoredMessage): number {
  return (JSON.parse(data) as { payload: { audit_seq: number } }).payload.audit_seq;
}
