import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Buckets } from '../../../nodes/history/index.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { historyModules, meterFrame } from './history.fixture.ts';
import { anyLife, live } from './history-life.fixture.ts';
import { assertRecount } from './recounted.fixture.ts';
import { RunningHistory } from './running-history.fixture.ts';

const dayMs = 86_400_000;

describeEngines('history', (engine) => {
  const start = (): Promise<RunningHistory> => new RunningHistory(engine.connect(historyModules)).start();

  it('counts what an independent recount counts, whatever happens', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(anyLife, async (events) => {
        const history = await start();
        await live(history, events);
        await history.rest();
        await assertRecount(history.published, (tier, sensorId) => history.series(tier, sensorId));
        await history.service.stop();
      }),
      { numRuns: engine.name === 'sqlite' ? 15 : 2 },
    );
  });

  it('answers from memory with what is stored, whatever happens before, between and during the answers', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(anyLife, async (events) => {
        const history = await start();
        for (const event of events) {
          await Promise.all([live(history, [event]), history.assertKeptIsStored(false)]);
          await history.assertKeptIsStored(true);
        }
        await history.rest();
        await history.assertKeptIsStored(true);
        await history.service.stop();
      }),
      { numRuns: engine.name === 'sqlite' ? 5 : 1 },
    );
  });

  describe('of a meter', () => {
    let history: RunningHistory;
    beforeEach(async () => {
      history = await start();
    });
    afterEach(() => history.service.stop());

    const minuteMs = 60_000;
    /** Frames of some minutes, one each five seconds; the power is the number of the minute, the energy counts. */
    const publishMinutes = (minutes: number): void => {
      for (let cycle = 0; cycle < minutes * 12; cycle += 1) {
        history.publish([Math.floor(cycle / 12), cycle / 10]);
        history.clock.advance(5000);
      }
    };
    const countFrames = (): number => Number(history.connection.get('select count(*) as count from frames')?.['count']);

    it('shows a hole as a hole', async () => {
      const begin = history.clock.now();
      publishMinutes(2);
      history.clock.advance(3 * minuteMs);
      publishMinutes(1);
      await history.rest();
      const { start: starts, last } = await history.series('agg_1min', 41);
      assert.deepEqual(
        [...starts].map((each) => (each - begin) / minuteMs),
        [0, 1, 5],
      );
      assert.deepEqual([...last], [0, 1, 0]);
    });

    it('counts bad samples in nothing but the missing quality', async () => {
      const from = history.clock.now();
      for (const power of [10, null, 20, null]) {
        history.publish([power, null]);
        history.clock.advance(5000);
      }
      await history.rest();
      const { json } = await history.service.seriesJson({
        sensorId: 41,
        tier: 'agg_1min',
        from,
        to: from + 1,
        limit: 9,
      });
      assert.deepEqual(JSON.parse(Buffer.concat(json).toString()), [
        {
          bucket: '2026-02-21T17:45:00Z',
          val_avg: 15,
          val_min: 10,
          val_max: 20,
          val_last: 20,
          sample_count: 2,
          quality_ratio: 0.167,
        },
      ]);
      assert.equal((await history.series('agg_1min', 42)).start.length, 0);
    });

    it('answers with raw samples as buckets of one', async () => {
      const from = history.clock.now();
      history.publish([32.14, null]);
      history.clock.advance(1500);
      history.publish([null, null]);
      await history.service.flush();
      const { pointCount, json } = await history.service.seriesJson({
        sensorId: 41,
        tier: 'telemetry',
        from,
        to: from + 2000,
        limit: 2,
      });
      const none = { val_avg: null, val_min: null, val_max: null, val_last: null };
      const one = { val_avg: 32.14, val_min: 32.14, val_max: 32.14, val_last: 32.14 };
      assert.equal(pointCount, 2);
      assert.deepEqual(JSON.parse(Buffer.concat(json).toString()), [
        { bucket: '2026-02-21T17:45:00Z', ...one, sample_count: 1, quality_ratio: 1 },
        { bucket: '2026-02-21T17:45:01.500Z', ...none, sample_count: 1, quality_ratio: 0 },
      ]);
    });

    it('keeps no sample of a point that had no turn', async () => {
      history.publish([1, null], { reasons: new Map([[2, 'not due in this cycle']]) });
      await history.rest();
      assert.equal((await history.series('telemetry', 42)).start.length, 0);
      assert.equal((await history.series('telemetry', 41)).start.length, 1);
    });

    it('answers for several sensors without their quality', async () => {
      const from = history.clock.now();
      publishMinutes(1);
      await history.rest();
      const question = { sensorIds: [41, 42, 99], tier: 'agg_5min' as const, from, to: from + 1, limit: 10 };
      const { pointCount, json } = await history.service.manySeriesJson(question);
      const bucket = '2026-02-21T17:45:00Z';
      assert.equal(pointCount, 2);
      assert.deepEqual(JSON.parse(Buffer.from(json).toString()), {
        41: [{ bucket, val_avg: 0, val_min: 0, val_max: 0, val_last: 0, sample_count: 12 }],
        42: [{ bucket, val_avg: 0.55, val_min: 0, val_max: 1.1, val_last: 1.1, sample_count: 12 }],
        99: [],
      });
    });

    it('names the tier for a range that has too many points', async () => {
      const from = history.clock.now();
      publishMinutes(7);
      await history.rest();
      const question = { sensorId: 41, tier: 'agg_1min' as const, from, to: from + 10 * minuteMs, limit: 3 };
      await assert.rejects(history.service.seriesJson(question), { code: 'series_too_long', message: /use agg_5min/ });
    });

    it('lets a counter rise by what it counted over a hole, in the bucket after it', async () => {
      history.publish([null, 100]);
      history.clock.advance(60 * minuteMs);
      history.publish([null, 250.5]);
      await history.rest();
      const { delta, start: starts } = await history.series('agg_1min', 42);
      assert.deepEqual([...delta], [0, 150.5]);
      const later = await history.series('agg_1min', 42, starts[1]);
      assert.deepEqual([...later.delta], [150.5]);
    });

    it('knows the newest readings, also after a restart', async () => {
      const ts = history.clock.now();
      history.publish([12.5, 3]);
      const expected = [{ sensorId: 41, ts, value: 12.5, quality: 0 }];
      assert.deepEqual(history.service.latest([41]), expected);
      await history.restart();
      assert.deepEqual(history.service.latest([41]), expected);
    });

    it('moves all frames and buckets into chunks', async () => {
      publishMinutes(30);
      await history.rest();
      assert.equal(countFrames(), 0);
      const [raw, minutes] = await history.service.stats();
      assert.equal(raw?.sealedRows, 2 * 30 * 12);
      assert.equal(minutes?.sealedRows, 2 * 30);
      assert.deepEqual(history.reports, []);
    });

    it('leaves frames that somebody still reads, but not for ever', async () => {
      history.heldFromSeq = 1;
      publishMinutes(30);
      await history.service.settle();
      assert.equal(countFrames(), 360);
      history.heldFromSeq = 361;
      await history.service.settle();
      assert.ok(countFrames() <= 180);
      history.heldFromSeq = 1;
      history.clock.advance(80 * minuteMs);
      await history.service.settle();
      assert.equal(countFrames(), 0);
    });

    it('removes the oldest raw samples beyond its bytes, and no bucket', async () => {
      publishMinutes(60);
      await history.rest();
      const before = await history.series('telemetry', 41);
      const [raw] = await history.service.stats();
      await history.service.stop();
      await history.start({ maxRawBytes: (raw?.sealedBytes ?? 0) / 2 });
      await history.service.settle();
      const after = await history.series('telemetry', 41);
      assert.ok(after.start.length > 0 && after.start.length <= 0.6 * before.start.length);
      assert.equal(after.start.at(-1), before.start.at(-1));
      assert.equal((await history.series('agg_1min', 41)).start.length, 60);
    });

    it('keeps each tier for its days', async () => {
      publishMinutes(10);
      await history.rest();
      history.clock.stepWall(95 * dayMs);
      await history.service.settle();
      assert.equal((await history.series('telemetry', 41)).start.length, 0);
      assert.equal((await history.series('agg_1min', 41)).start.length, 10);
    });

    it('keeps a bucket whose samples are gone when a late frame comes', async () => {
      const ts = history.clock.now();
      publishMinutes(1);
      await history.rest();
      history.clock.stepWall(95 * dayMs);
      await history.service.settle();
      history.publish([77, null], { ts: ts + 7 });
      await history.service.settle();
      assert.equal((await history.series('agg_1min', 41)).n[0], 12);
    });

    it('takes a simulated past and says so', async () => {
      const from = Date.UTC(2026, 1, 19);
      const minutes = importedMinutes(from, history.clock.now() - (history.clock.now() % minuteMs));
      await history.service.importBuckets({ siteId: 'WLCE', index: history.index }, [
        { sensorId: 42, buckets: minutes },
      ]);
      publishMinutes(20);
      await history.rest();
      const measured = history.published.filter(({ quality }) => quality[2] === 0).length;
      for (const { tier, expected } of [
        { tier: 'agg_1min', expected: minutes.start.length },
        { tier: 'agg_1hour', expected: Math.ceil(minutes.start.length / 60) },
        { tier: 'agg_1day', expected: 3 },
      ] as const) {
        const series = await history.series(tier, 42);
        assert.ok(series.simulated);
        assert.ok(series.start.length >= expected, tier);
        const samples = series.n.reduce((sum, n) => sum + n, 0);
        assert.equal(samples, 12 * minutes.start.length + measured, tier);
        assert.ok(
          Math.abs(series.delta.reduce((sum, each) => sum + each, 0) - (minutes.last.at(-1)! + 23.9)) < 1e-6,
          tier,
        );
      }
      assert.ok(!(await history.series('agg_1min', 41)).simulated);
    });

    it('takes simulated samples, which enter no bucket', async () => {
      const ts = history.clock.now() - 3_600_000;
      const frames = Array.from({ length: 400 }, (_, cycle) =>
        meterFrame(history.index, ts + cycle * 5000, [cycle, null], { origin: 'simulated-history' }),
      );
      await history.service.importFrames(frames);
      await history.rest();
      const raw = await history.series('telemetry', 41);
      assert.deepEqual([...raw.last], [...Array(400).keys()]);
      assert.ok(raw.simulated);
      assert.equal((await history.series('agg_1min', 41)).start.length, 0);
    });
  });
});

/** A counter that rises by a tenth each five seconds, from zero. */
function importedMinutes(from: number, to: number): Buckets {
  const count = (to - from) / 60_000;
  const column = (valueAt: (at: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, at) => valueAt(at));
  const tenths = (valueAt: (at: number) => number): Float64Array => column((at) => valueAt(at) / 10);
  return {
    start: column((at) => from + at * 60_000),
    n: column(() => 12),
    good: column(() => 12),
    expected: column(() => 12),
    sum: tenths((at) => 12 * 12 * at + 66),
    min: tenths((at) => 12 * at),
    max: tenths((at) => 12 * at + 11),
    first: tenths((at) => 12 * at),
    last: tenths((at) => 12 * at + 11),
    delta: tenths(() => 11),
  };
}
