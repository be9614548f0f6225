import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Tier } from '../../../nodes/history/index.ts';
import { PostedReadings, postedReadingsOf, type RecordedReadings } from '../../../nodes/history/posted-readings.ts';
import { telemetryFeed } from '../../../nodes/api/feeds/telemetry-feed.ts';
import { frameMessage, Quality } from '../../../nodes/site/index.ts';
import { describeEngines, memoryConnection } from '../../support/store-engines.ts';
import { historyModules } from './history.fixture.ts';
import { PostedSiteHistory } from './posted-site.fixture.ts';

interface Reading {
  readonly sensor_id: number;
  readonly value: number | null;
  readonly quality: number;
  readonly timestamp: number;
}

const begin = Date.UTC(2026, 1, 21, 17, 45);
const hourMs = 3_600_000;

describe('posted readings', () => {
  let running: PostedSiteHistory;
  let posted: PostedReadings;
  beforeEach(async () => {
    running = await new PostedSiteHistory(memoryConnection(historyModules)).start();
    posted = new PostedReadings(running.history, running.site);
  });
  afterEach(() => running.history.stop());

  const temperature = (value: number | null, fields: object = {}) => ({ sensor_id: 1, value, ...fields });
  const gathered = async (...payloads: readonly unknown[]): Promise<readonly RecordedReadings[]> => {
    const taken = payloads.map((payload) => posted.take(payload));
    running.clock.advance(50);
    return Promise.all(taken);
  };
  const framesWritten = (): number => running.store.writes.filter((name) => name === 'frames.record').length;

  it('of messages within 50 ms become one frame and one write', async () => {
    const first = posted.take(temperature(20));
    running.clock.advance(49);
    const second = posted.take([{ tag: 'TANK-L', value: 5 }]);
    assert.equal(running.frames.length, 0);
    running.clock.advance(1);
    assert.deepEqual(await first, { readings: 2, frames: 1 });
    assert.equal(await first, await second);
    assert.deepEqual([running.frames.length, framesWritten()], [1, 1]);
    assert.deepEqual([running.frames[0]!.ts, running.frames[0]!.origin], [begin, 'posted']);
  });

  it('of a sensor that come again within 50 ms keep the time at which they came', async () => {
    const first = posted.take(temperature(20));
    running.clock.advance(10);
    await gathered(temperature(21));
    await first;
    assert.deepEqual(
      running.frames.map(({ ts, values }) => [ts - begin, values[0]]),
      [
        [0, 20],
        [10, 21],
      ],
    );
  });

  it('of a whole tick do not wait', async () => {
    const tick = Array.from({ length: 1000 }, (_, at) => temperature(at % 100, { timestamp: begin - 1000 * at }));
    assert.deepEqual(await posted.take(tick), { readings: 1000, frames: 1000 });
  });

  it('of an empty list are none', async () => {
    assert.deepEqual(await posted.take([]), { readings: 0, frames: 0 });
    assert.equal(running.frames.length, 0);
  });

  it('are recorded at once on request', async () => {
    const taken = posted.take(temperature(20));
    await posted.flush();
    assert.deepEqual([await taken, framesWritten()], [{ readings: 1, frames: 1 }, 1]);
    await posted.flush();
    assert.equal(framesWritten(), 1);
  });

  it('are taken all or none of a message', async () => {
    await assert.rejects(posted.take([temperature(20), temperature(NaN)]), { code: 'bad_reading' });
    running.clock.advance(50);
    assert.equal(running.frames.length, 0);
  });

  it('say so while the store cannot be written, and are recorded later', async () => {
    running.store.writesLeft = 0;
    const message = 'The store cannot be written: 2 readings wait in memory.';
    await assert.rejects(gathered(temperature(20), { sensor_id: 3, value: 5 }), {
      code: 'readings_not_stored',
      message,
    });
    running.store.writesLeft = Infinity;
    await running.history.flush();
    assert.equal((await seriesOf(running, 'telemetry', 1)).length, 1);
  });

  it('of a time that was recorded before are added to it, also after a restart', async () => {
    await gathered(temperature(20, { timestamp: begin }));
    posted = new PostedReadings(running.history, running.site);
    await gathered({ sensor_id: 3, value: 5, timestamp: begin }, temperature(21, { timestamp: begin }));
    assert.deepEqual(await seriesOf(running, 'telemetry', 1), [[begin, 1, 1, 21, 21, 21, NaN]]);
    assert.deepEqual(await seriesOf(running, 'telemetry', 3), [[begin, 1, 1, 5, 5, 5, NaN]]);
  });

  it('are in series, newest values and live feed, and never in the process image', async () => {
    await gathered(temperature(20), { sensor_id: 2, value: 100 }, { sensor_id: 3, value: 5, quality: 1 });
    assert.deepEqual(await seriesOf(running, 'telemetry', 1), [[begin, 1, 1, 20, 20, 20, NaN]]);
    assert.deepEqual(running.history.latest([1, 3]), [
      { sensorId: 1, ts: begin, value: 20, quality: Quality.good },
      { sensorId: 3, ts: begin, value: 5, quality: Quality.uncertain },
    ]);
    const feed = telemetryFeed(running.site.model).messagesOf(frameMessage(running.frames[0]!));
    assert.deepEqual(
      feed
        .map(({ text }) => JSON.parse(text) as Record<string, unknown>)
        .map(({ tag, value, quality }) => [tag, value, quality]),
      [
        ['TANK-T', 20, 0],
        ['TANK-E', 100, 0],
        ['TANK-L', 5, 1],
      ],
    );
    const image = running.site.image.get('TANK')!;
    assert.deepEqual([image.connected, image.frame, image.point('temperature').value], [false, undefined, null]);
  });

  it('of one history are taken at one place', () => {
    assert.equal(postedReadingsOf(running.history, running.site), postedReadingsOf(running.history, running.site));
  });
});

/** At most one of each sensor and time: of two, the order decides. */
const someReadings = fc.uniqueArray(
  fc.record({
    sensor_id: fc.constantFrom(1, 2, 3),
    value: fc.option(
      fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
      { freq: 6 },
    ),
    quality: fc.constantFrom(0, 0, 1),
    timestamp: fc.oneof(fc.nat(20), fc.nat(90_000), fc.nat(3 * hourMs)).map((ago) => begin - ago),
  }),
  { selector: ({ sensor_id: id, timestamp }) => `${id} ${timestamp}`, minLength: 1, maxLength: 60 },
);
/** An order, and where messages and waits end. */
const grouping = fc.record({
  order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  perMessage: fc.integer({ min: 1, max: 60 }),
  pauseMs: fc.constantFrom(0, 20, 50, 70_000),
});

describeEngines('posted readings in any order and grouping', (engine) => {
  it('give the same history', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(someReadings, grouping, async (readings, { order, perMessage, pauseMs }) => {
        const running = await new PostedSiteHistory(engine.connect(historyModules)).start();
        const shuffled = readings
          .map((reading, at) => ({ reading, key: order[at] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ reading }) => reading);
        await post(running, shuffled, perMessage, pauseMs);
        for (const id of [1, 2, 3]) {
          const own = readings.filter(({ sensor_id: sensor }) => sensor === id);
          assert.deepEqual(await seriesOf(running, 'telemetry', id), samplesOf(own), `samples of ${id}`);
          for (const [tier, bucketMs] of [
            ['agg_1min', 60_000],
            ['agg_1hour', hourMs],
          ] as const) {
            assert.deepEqual(await seriesOf(running, tier, id), bucketsOf(own, bucketMs), `${tier} of ${id}`);
          }
        }
        await running.history.stop();
      }),
      { numRuns: engine.name === 'sqlite' ? 15 : 1 },
    );
  });
});

/** Posts them in messages, then lets the time pass until every bucket is closed. */
async function post(
  running: PostedSiteHistory,
  readings: readonly Reading[],
  perMessage: number,
  pauseMs: number,
): Promise<void> {
  const posted = new PostedReadings(running.history, running.site);
  const taken: Promise<unknown>[] = [];
  for (let at = 0; at < readings.length; at += perMessage) {
    const message = readings.slice(at, at + perMessage);
    taken.push(posted.take(message.length === 1 ? message[0] : message));
    running.clock.advance(pauseMs);
    if (pauseMs > 1000) await running.history.settle();
  }
  await posted.flush();
  await Promise.all(taken);
  running.clock.advance(2 * hourMs);
  for (let round = 0; round < 3; round += 1) await running.history.settle();
}

type Row = readonly [start: number, n: number, good: number, min: number, max: number, last: number, delta: number];

async function seriesOf({ history }: PostedSiteHistory, tier: Tier, sensorId: number): Promise<Row[]> {
  const { start, n, good, min, max, last, delta } = await history.series({ tier, sensorId, from: 0, to: 2 * begin });
  return Array.from(start, (at, row): Row => {
    const value = (column: Float64Array): number => column[row] ?? NaN;
    return [at, value(n), value(good), value(min), value(max), value(last), value(delta)];
  });
}

function samplesOf(readings: readonly Reading[]): Row[] {
  return readings
    .toSorted((a, b) => a.timestamp - b.timestamp)
    .map(({ timestamp, value, quality }): Row => {
      const read = value ?? NaN;
      return [timestamp, 1, value !== null && quality === 0 ? 1 : 0, read, read, read, NaN];
    });
}

/** Counted from the readings by the book; sensor 2 is a counter. */
function bucketsOf(readings: readonly Reading[], bucketMs: number): Row[] {
  const valued = readings.filter(({ value }) => value !== null).toSorted((a, b) => a.timestamp - b.timestamp);
  let before: number | undefined;
  const rise = (value: number): number => {
    const rose = before === undefined ? 0 : value < before ? value : value - before;
    before = value;
    return rose;
  };
  const perBucket = Map.groupBy(valued, ({ timestamp }) => timestamp - (timestamp % bucketMs));
  return [...perBucket].map(([start, own]): Row => {
    const values = own.map(({ value }) => value ?? NaN);
    const delta = values.reduce((sum, value) => sum + Math.round(100 * rise(value)), 0) / 100;
    const good = own.filter(({ quality }) => quality === 0).length;
    const isCounter = own[0]?.sensor_id === 2;
    return [
      start,
      own.length,
      good,
      Math.min(...values),
      Math.max(...values),
      values.at(-1) ?? NaN,
      isCounter ? delta : NaN,
    ];
  });
}
