import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FrameRecorder, frameStoreModule, Store } from '../../../nodes/history/index.ts';
import { openReader } from '../../../nodes/history/sqlite/open-database.ts';
import { defineErrors } from '../../../nodes/kernel/index.ts';
import { Bus, notDue } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { frameOf, indexOf, testDevices } from '../cloud/cloud.fixture.ts';
import { meterFrame, meterIndex } from './history.fixture.ts';

const errors = defineErrors({ store_full: { status: 503, message: () => 'full' } });

/** A store that works or fails as the test says, and remembers what it was asked. */
class FakeStore {
  readonly calls: { name: string; argument: unknown }[] = [];
  failure: Error | undefined;
  /** Frames that each removal takes, or why it fails. */
  removal: number | Error = 0;
  hung: Promise<void> | undefined;

  async write({ name }: { name: string }, argument: unknown): Promise<unknown> {
    this.calls.push({ name, argument });
    await this.hung;
    if (name === 'frames.retain') {
      if (typeof this.removal === 'number') return this.removal;
      throw this.removal;
    }
    if (this.failure) throw this.failure;
    return name === 'frames.describe' ? this.calls.length : undefined;
  }

  /** Frames in each commit, by cycle. */
  get commits(): number[][] {
    const recorded = this.calls.filter(({ name }) => name === 'frames.record');
    return recorded.map(({ argument }) => (argument as { cycle: number }[]).map(({ cycle }) => cycle));
  }

  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }
}

const report = (text: string): never => assert.fail(text);

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('frame recorder', () => {
  const device = indexOf('bess-01');
  let clock: ManualClock;
  let bus: Bus;
  let store: FakeStore;
  let reports: string[];
  let recorder: FrameRecorder;

  beforeEach(() => {
    clock = new ManualClock();
    bus = new Bus(report);
    store = new FakeStore();
    reports = [];
    recorder = record(store as unknown as Store);
  });
  afterEach(() => recorder.stop());

  const record = (into: Store): FrameRecorder =>
    new FrameRecorder({
      store: into,
      bus,
      clock,
      maxBytes: 1e6,
      report: (text) => reports.push(text),
    });
  const publish = (cycle: number): void => bus.publish(frameOf(device, { cycle, ts: clock.now() }));
  const advance = (ms: number): Promise<void> => {
    clock.advance(ms);
    return settled();
  };

  it('writes the frames of one tick in one commit', async () => {
    for (const index of testDevices) bus.publish(frameOf(index, { cycle: 7 }));
    assert.equal(store.calls.length, 0);
    await advance(200);
    assert.deepEqual(store.commits, [[7, 7, 7]]);
    assert.deepEqual(recorder.state(), { recorded: 3, dropped: 0, waiting: 0, samplesLastHour: null });
  });

  it('describes the columns of a device once', async () => {
    publish(1);
    await advance(200);
    publish(2);
    await advance(200);
    assert.equal(store.count('frames.describe'), 1);
    assert.equal(store.count('frames.record'), 2);
  });

  it('keeps the frames of a failed commit in their order, says so once and tries again', async () => {
    store.failure = new Error('no disk');
    publish(1);
    await advance(200);
    publish(2);
    await advance(1000);
    assert.deepEqual(recorder.state(), { recorded: 0, dropped: 0, waiting: 2, samplesLastHour: null });
    store.failure = undefined;
    await advance(1000);
    assert.deepEqual(store.commits.at(-1), [1, 2]);
    assert.deepEqual(recorder.state(), { recorded: 2, dropped: 0, waiting: 0, samplesLastHour: null });
    assert.deepEqual(reports, ['frames cannot be recorded: no disk']);
  });

  it('counts the samples of an hour, without those that had no turn', async () => {
    const meter = meterIndex();
    bus.publish(meterFrame(meter, clock.now(), [1, null]));
    bus.publish(meterFrame(meter, clock.now() + 1, [1, 2], { reasons: new Map([[2, notDue]]) }));
    await advance(200);
    assert.equal(recorder.state().samplesLastHour, null);
    clock.advance(61 * 60_000);
    bus.publish(meterFrame(meter, clock.now(), [1, 2]));
    await advance(200);
    await advance(60_000);
    assert.equal(recorder.state().samplesLastHour, 2);
  });

  it('loses the oldest frames and counts them when the store takes too long', async () => {
    store.failure = new Error('no disk');
    for (let cycle = 1; cycle <= 20_005; cycle += 1) publish(cycle);
    assert.equal(recorder.state().dropped, 5);
    await advance(200);
    publish(20_006);
    assert.deepEqual(recorder.state(), { recorded: 0, dropped: 6, waiting: 20_000, samplesLastHour: null });
    store.failure = undefined;
    await recorder.flush();
    assert.equal(store.commits.at(-1)?.at(-1), 20_006);
    assert.equal(recorder.state().recorded, 20_000);
  });

  it('never holds up the bus while a commit hangs', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.hung = promise.then(() => undefined);
    publish(1);
    await advance(200);
    publish(2);
    await advance(200);
    assert.deepEqual(recorder.state(), { recorded: 0, dropped: 0, waiting: 1, samplesLastHour: null });
    resolve(undefined);
    await recorder.flush();
    assert.equal(recorder.state().recorded, 2);
  });

  it('gives up its oldest frames when the store is full', async () => {
    store.failure = errors.store_full();
    publish(1);
    await advance(200);
    const removal = store.calls.find(({ name }) => name === 'frames.retain');
    assert.equal(removal?.argument, 0);
  });

  it('says how many frames that cost, and once that it could not', async () => {
    store.failure = errors.store_full();
    store.removal = store.failure;
    publish(1);
    await advance(200);
    await advance(1000);
    store.removal = 12;
    await advance(1000);
    assert.equal(store.count('frames.retain'), 3);
    assert.deepEqual(reports, [
      'frames cannot be recorded: full',
      'old frames could not be removed: full',
      '12 raw frames were removed, because the store is full',
    ]);
  });

  it('removes frames beyond its bounds every ten seconds', async () => {
    await advance(10_000);
    const removal = store.calls.find(({ name }) => name === 'frames.retain');
    assert.equal(removal?.argument, 1e6);
  });

  it('writes what waits when it ends, and hears nothing more', async () => {
    publish(1);
    await recorder.stop();
    publish(2);
    await advance(60_000);
    assert.deepEqual(store.commits, [[1]]);
    assert.equal(store.count('frames.retain'), 0);
  });

  it('tells which frames are on the disk, and how old the oldest is that is not', async () => {
    const recorded: string[] = [];
    await recorder.stop();
    recorder = new FrameRecorder({
      store: store as unknown as Store,
      bus,
      clock,
      maxBytes: 1e6,
      onRecorded: (each) => recorded.push(...each.map(({ frame, pointIndex }) => `${frame.cycle} of ${pointIndex}`)),
      report: (text) => reports.push(text),
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    store.hung = promise;
    publish(1);
    const since = clock.now();
    await advance(200);
    publish(2);
    assert.deepEqual([recorder.oldestWaiting(), recorded], [since, []]);
    resolve(undefined);
    await settled();
    await advance(200);
    assert.deepEqual([recorder.oldestWaiting(), recorded], [Infinity, ['1 of 1', '2 of 1']]);
  });

  it('records on the disk', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'busbar-frames-'));
    const real = await Store.open({ folder, modules: [frameStoreModule], maxMb: 64, clock, report });
    const onDisk = record(real);
    publish(1);
    await onDisk.stop();
    await real.close();
    const database = openReader(path.join(folder, 'store.db'));
    const row = database.prepare('select device_id, cycle, quality, reasons from frames').get();
    database.close();
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      { ...row },
      {
        device_id: 'bess-01',
        cycle: 1,
        quality: Uint8Array.of(0, 0, 2),
        reasons: '{"2":"timeout"}',
      },
    );
  });
});
