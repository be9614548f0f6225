import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CloudSink, cloudVariables, outboxStoreModule } from '../nodes/cloud/index.ts';
import { auditStoreModule } from '../nodes/events/index.ts';
import { FrameRecorder, frameStoreModule, Store } from '../nodes/history/index.ts';
import { readEnvironment, systemClock as clock } from '../nodes/kernel/index.ts';
import { Bus, Frame, PointIndex } from '../nodes/site/index.ts';
import { PubSubServer, type StoredMessage } from '../test/support/pubsub-server.ts';
import { type BenchContext, type Benchmark, measureRounds, wait } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';

/** A million with `--full`. */
const backlogRows = 100_000;
const replayPerSecond = 2000;
const liveLimitMs = 5000;
const tickMs = 1000;
const devices = 20;
const pointsPerDevice = 20;
const enqueueMs = 1000;
/** What the recorder gathers while one commit runs, at the rate of a large site. */
const framesPerGroup = 200;
const siteId = 'SITE-BENCH-01';

export const outbox: Benchmark = {
  name: 'outbox',
  title: 'Frames queued for the cloud in the commit of the frame, and a backlog caught up beside the present',
  async run(context) {
    const site = await openSite(context);
    const bare = bareTable(path.join(context.folder, 'bare.db'));
    const rounds = await measureRounds(context, async () => ({
      queued: await rateOf(enqueueMs * context.scale, () => site.record(framesPerGroup)),
      bare: await rateOf(enqueueMs * context.scale, () => bare(framesPerGroup)),
    }));
    const enqueue: Figure = {
      name: 'durable enqueue',
      unit: 'rows/s',
      rounds: rounds.map(({ queued }) => queued),
      yardstick: { name: 'bare node:sqlite, same groups', rounds: rounds.map((round) => round.bare) },
      target: { of: 'value', is: '>', limit: 2000 },
    };
    return [enqueue, ...(await replay(context, site))];
  },
};

interface BenchSite {
  /** Publishes frames on the bus and waits until they are on the disk. */
  readonly record: (frames: number) => Promise<void>;
  readonly recorded: () => number;
  readonly openSink: () => Promise<CloudSink>;
  readonly arrivals: Arrivals;
}

/** What has reached the server. The messages themselves would fill the memory. */
interface Arrivals {
  backlog: number;
  /** Greatest age at which a live frame arrived. */
  liveAgeMs: number;
}

/** A store whose frames are queued, because the sink was on once; nothing is sent before the sink is opened again. */
async function openSite({ folder, say, onEnd }: BenchContext): Promise<BenchSite> {
  const arrivals: Arrivals = { backlog: 0, liveAgeMs: 0 };
  const server = await PubSubServer.start();
  server.store = (messages) => note(messages, arrivals);
  onEnd(() => server.down());
  const modules = [auditStoreModule, frameStoreModule, outboxStoreModule];
  const store = await Store.open({ folder, modules, maxMb: 16_384, clock, report: say });
  onEnd(() => store.close());
  const bus = new Bus(say);
  const recorder = new FrameRecorder({ store, bus, clock, maxBytes: 8e9, report: say });
  onEnd(() => recorder.stop());
  const settings = readEnvironment(cloudVariables, {
    GCP_PROJECT_ID: 'bench',
    PUBSUB_EMULATOR_HOST: server.address,
    OUTBOX_REPLAY_PER_S: String(replayPerSecond),
    OUTBOX_REPLAY_KB_PER_S: '10000',
    OUTBOX_MAX_MB: '8000',
  });
  const openSink = (): Promise<CloudSink> => {
    const identity = { siteId, gatewayVersion: '0' };
    return CloudSink.start({ store, clock, ...identity, settings, onPublishError: () => undefined, report: say });
  };
  await (await openSink()).stop();

  const indexes = Array.from({ length: devices }, (_, device) => indexOf(`device-${device}`));
  let cycle = 0;
  return {
    arrivals,
    openSink,
    recorded: () => recorder.state().recorded,
    async record(frames) {
      for (let n = 0; n < frames; n += devices, cycle += 1) {
        for (const index of indexes) bus.publish(frameOf(index, cycle));
      }
      await recorder.flush();
    },
  };
}

function note(messages: readonly StoredMessage[], arrivals: Arrivals): void {
  for (const { orderingKey, data } of messages) {
    if (orderingKey.endsWith('/backlog')) arrivals.backlog += 1;
    if (orderingKey === siteId) arrivals.liveAgeMs = Math.max(arrivals.liveAgeMs, ageMs(data));
  }
}

/** A backlog of queued frames is caught up while the site goes on. */
async function replay({ scale, say, onEnd }: BenchContext, site: BenchSite): Promise<readonly Figure[]> {
  const { arrivals, openSink, record } = site;
  while (site.recorded() < backlogRows * scale) await record(framesPerGroup);
  const sink = await openSink();
  onEnd(() => sink.stop());
  while (sink.state().depth === 0) await wait(1);
  const { depth } = sink.state();
  say(`${depth} rows wait`);
  while (arrivals.backlog === 0) await wait(1);
  const [startedAt, before] = [clock.monotonic(), arrivals.backlog];
  while (arrivals.backlog < depth) {
    await record(devices);
    await wait(tickMs);
  }
  const seconds = (clock.monotonic() - startedAt) / 1000;
  return [
    {
      name: `replay of ${depth} rows`,
      unit: 'rows/s',
      rounds: [(arrivals.backlog - before) / seconds],
      yardstick: { name: 'its limit', rounds: [replayPerSecond] },
      target: { of: 'ratio', is: '>', limit: 0.9 },
    },
    {
      name: 'live data behind, at most',
      unit: 'ms',
      rounds: [arrivals.liveAgeMs],
      target: { of: 'value', is: '<=', limit: liveLimitMs },
    },
  ];
}

async function rateOf(ms: number, recordGroup: () => Promise<void> | void): Promise<number> {
  const startedAt = clock.monotonic();
  let rows = 0;
  while (clock.monotonic() - startedAt < ms) {
    await recordGroup();
    rows += framesPerGroup;
  }
  return (1000 * rows) / (clock.monotonic() - startedAt);
}

/** The least that a durable frame can cost: its blob alone, a group a commit, in this thread. */
function bareTable(file: string): (rows: number) => void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table frames (seq integer primary key, ts integer, point_values blob) strict');
  const insert = database.prepare('insert into frames (ts, point_values) values (?, ?)');
  const values = new Uint8Array(8 * pointsPerDevice);
  return (rows) => {
    database.exec('begin immediate');
    for (let n = 0; n < rows; n += 1) insert.run(Date.now(), values);
    database.exec('commit');
  };
}

function indexOf(deviceId: string): PointIndex {
  const point = { description: '', unit: 'kW', safetyRequired: false, periodMs: tickMs };
  const names = Array.from({ length: pointsPerDevice }, (_, number) => `Point${number}`);
  return new PointIndex(
    deviceId,
    names.map((name) => ({ ...point, name })),
  );
}

function frameOf(index: PointIndex, cycle: number): Frame {
  return new Frame({
    siteId: 'WLCE',
    deviceId: index.deviceId,
    ts: clock.now(),
    cycle,
    durationMs: 12,
    origin: 'polled',
    index,
    values: Float64Array.from(index.points, (_, column) => cycle + column / 10),
    quality: new Uint8Array(index.size),
  });
}

function ageMs(data: string): number {
  return clock.now() - Date.parse((JSON.parse(data) as { timestamp: string }).timestamp);
}
