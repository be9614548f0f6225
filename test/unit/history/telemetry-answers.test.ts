import assert from 'node:assert/strict';
import { telemetryAnswers, type TelemetrySources } from '../../../nodes/history/telemetry-answers.ts';
import { isoUtc } from '../../../nodes/kernel/index.ts';
import { ProcessImage, Quality, SiteDirectory, type SiteModel } from '../../../nodes/site/index.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { siteWithBlocks } from '../site/directory.fixture.ts';
import { frameOf } from '../site/frame.fixture.ts';
import { historyModules } from './history.fixture.ts';
import { RunningHistory } from './running-history.fixture.ts';

const now = Date.UTC(2026, 1, 21, 12);
const minuteMs = 60_000;
const start = '2026-02-21T06:00:00Z';

describe('telemetry answers', () => {
  let asked: unknown[];
  let sources: TelemetrySources;

  beforeEach(() => {
    asked = [];
    const site = siteWithBlocks();
    sources = {
      directory: new SiteDirectory(site),
      image: site.image,
      now,
      history: {
        seriesJson: (question) => {
          asked.push(question);
          return Promise.resolve({ pointCount: 1, json: [Buffer.from('[{"bucket":"x","val_avg":32.140}]')] });
        },
        manySeriesJson: (question) => {
          asked.push(question);
          const lists = question.sensorIds.map((id) => `"${id}":[{"bucket":"x"}]`);
          return Promise.resolve({ pointCount: lists.length, json: Buffer.from(`{${lists.join(',')}}`) });
        },
        latest: (ids) =>
          [
            { sensorId: 42, ts: now - 5000, value: 32.2, quality: Quality.good },
            { sensorId: 43, ts: now - minuteMs, value: null, quality: Quality.bad },
            { sensorId: 70, ts: now - 60 * minuteMs, value: 847, quality: Quality.good },
          ].filter(({ sensorId }) => ids.includes(sensorId)),
      },
    };
  });

  it('puts the points of the store behind what the sensor is', async () => {
    const text = await telemetryAnswers.telemetry(sources, { sensor_id: 42, start });
    assert.equal(
      text.toString(),
      '{"sensor_id":42,"sensor_tag":"CDU-01-T-SUP","unit":"°C","tier":"agg_1min","start":"2026-02-21T06:00:00Z",' +
        '"end":"2026-02-21T12:00:00Z","point_count":1,"data":[{"bucket":"x","val_avg":32.140}]}',
    );
    assert.deepEqual(asked, [{ sensorId: 42, tier: 'agg_1min', from: now - 360 * minuteMs, to: now, limit: 10_000 }]);
  });

  it('names the tier by its view also when it is forced', async () => {
    const text = await telemetryAnswers.telemetry(sources, { sensor_id: 42, start, agg: '5min' });
    assert.equal((JSON.parse(text.toString()) as { tier: string }).tier, 'agg_5min');
  });

  it('has no unit of a sensor whose device cannot run', async () => {
    const text = await telemetryAnswers.telemetry(sources, { sensor_id: 70, start });
    assert.equal((JSON.parse(text.toString()) as { unit: unknown }).unit, null);
  });

  it('refuses a sensor that is not known, and more points than it may answer', async () => {
    const ask = (question: object) => telemetryAnswers.telemetry(sources, { start, ...question });
    await assert.rejects(ask({ sensor_id: 4711 }), { status: 404, message: 'Sensor 4711 not found' });
    await assert.rejects(ask({ sensor_id: 42, agg: 'raw', start: '2026-02-20' }), {
      message: /25920 points.*agg=1min/,
    });
    assert.deepEqual(asked, []);
  });

  it('answers several sensors, those that are not known with nothing', async () => {
    const text = await telemetryAnswers.multi(sources, { sensor_ids: '70,4711,42', start });
    assert.deepEqual(JSON.parse(text.toString()), {
      tier: 'agg_1min',
      start: '2026-02-21T06:00:00Z',
      end: '2026-02-21T12:00:00Z',
      sensors: { 42: [{ bucket: 'x' }], 70: [{ bucket: 'x' }], 4711: [] },
    });
    assert.deepEqual((asked[0] as { sensorIds: unknown }).sensorIds, [70, 42]);
    const nobody = await telemetryAnswers.multi(sources, { sensor_ids: '4711', start });
    assert.deepEqual((JSON.parse(String(nobody)) as { sensors: unknown }).sensors, { 4711: [] });
  });

  it('shares the points of one answer among its sensors', async () => {
    const days = '2026-02-15T12:00:00Z';
    assert.ok(await telemetryAnswers.multi(sources, { sensor_ids: '42,43', start: days, agg: '1min' }));
    const many = { model: sources.directory.model, image: sources.image };
    const sensors = Array.from({ length: 50 }, (_, index) => ({ ...many.model.sensors[0]!, id: index + 1 }));
    const directory = new SiteDirectory({ ...many, model: { ...many.model, sensors } });
    const sensor_ids = sensors.map(({ id }) => id).join(',');
    await assert.rejects(telemetryAnswers.multi({ ...sources, directory }, { sensor_ids, start: days, agg: '1min' }), {
      message: /may hold 8640 points, the limit is 2000: ask for agg=5min/,
    });
  });

  it('shows the newest readings of the last hour, and why one is bad', async () => {
    sources.image.get('CDU-01')?.update(frameOf({ flow: 'the device does not answer' }), new Set(), 0);
    const body = JSON.parse((await telemetryAnswers.latest(sources, { block_slug: 'block-01' })).toString()) as unknown;
    assert.deepEqual(body, {
      block_slug: 'block-01',
      sensor_count: 2,
      readings: [
        {
          sensor_id: 42,
          tag: 'CDU-01-T-SUP',
          subsystem: 'thermal-l1',
          unit: '°C',
          value: 32.2,
          quality: 0,
          timestamp: '2026-02-21T11:59:55Z',
        },
        {
          sensor_id: 43,
          tag: 'CDU-01-FLOW',
          subsystem: 'thermal-l1',
          unit: 'm³/h',
          value: null,
          quality: 2,
          timestamp: '2026-02-21T11:59:00Z',
          reason: 'the device does not answer',
        },
      ],
    });
  });

  it('shows the readings of one subsystem, and refuses an unknown block', async () => {
    const text = await telemetryAnswers.latest(sources, { block_slug: 'block-01', subsystem: 'electrical' });
    assert.equal(text.toString(), '{"block_slug":"block-01","sensor_count":0,"readings":[]}');
    assert.throws(() => telemetryAnswers.latest(sources, { block_slug: 'nowhere' }), { code: 'unknown_block' });
  });
});

const pollMs = 5000;
/** The power of the meter that runs. */
const sensorId = 41;

const model = {
  sites: [],
  servers: [],
  blocks: [],
  devices: [],
  equipment: [],
  sensors: [{ id: sensorId, tag: 'METER-P', device: 'meter-01', point: 'ActivePower' }],
} as unknown as SiteModel;

interface Body {
  readonly tier: string;
  readonly point_count: number;
  readonly data: readonly Record<string, unknown>[];
}

describeEngines('telemetry of a history', (engine) => {
  /** Ten minutes, polled every 5 s, in which the sixth minute could not be read. */
  async function tenMinutes(): Promise<{ history: RunningHistory; sources: TelemetrySources; start: string }> {
    const history = await new RunningHistory(engine.connect(historyModules)).start();
    const lead = minuteMs - (history.clock.now() % minuteMs);
    history.clock.advance(lead);
    const start = history.clock.now();
    for (let ts = start; ts < start + 10 * minuteMs; ts += pollMs) {
      const isHole = ts >= start + 5 * minuteMs && ts < start + 6 * minuteMs;
      history.publish([isHole ? null : (ts - start) / 1000, null]);
      history.clock.advance(pollMs);
    }
    // The last minute is closed when late samples have had their time.
    history.clock.advance(2 * minuteMs);
    await history.service.settle();
    const image = new ProcessImage();
    image.add(history.index);
    const directory = new SiteDirectory({ model, image });
    const sources = { directory, image, history: history.service, now: history.clock.now() };
    return { history, sources, start: isoUtc(start) };
  }

  it('has twelve samples in each minute, and a hole where nothing was read', async () => {
    const { history, sources, start } = await tenMinutes();
    const text = await telemetryAnswers.telemetry(sources, { sensor_id: sensorId, start, agg: '1min' });
    const { tier, point_count, data } = JSON.parse(text.toString()) as Body;
    assert.deepEqual([tier, point_count, data.length], ['agg_1min', 9, 9]);
    assert.deepEqual(data[0], {
      bucket: start,
      val_avg: 27.5,
      val_min: 0,
      val_max: 55,
      val_last: 55,
      sample_count: 12,
      quality_ratio: 1,
    });
    const minutes = data.map(({ bucket }) => (Date.parse(String(bucket)) - Date.parse(start)) / minuteMs);
    assert.deepEqual(minutes, [0, 1, 2, 3, 4, 6, 7, 8, 9]);
    await history.service.stop();
  });

  it('takes what begins within the half-open span, also of raw samples', async () => {
    const { history, sources, start } = await tenMinutes();
    const end = isoUtc(Date.parse(start) + 2 * minuteMs);
    const raw = await telemetryAnswers.telemetry(sources, { sensor_id: sensorId, start, end });
    const { tier, point_count, data } = JSON.parse(String(raw)) as Body;
    assert.deepEqual([tier, point_count, data[0]?.['bucket']], ['telemetry', 24, start]);
    const text = await telemetryAnswers.multi(sources, { sensor_ids: `${sensorId},7`, start, end, agg: '1min' });
    const { sensors } = JSON.parse(text.toString()) as { sensors: Record<string, unknown[]> };
    assert.deepEqual([sensors[sensorId]?.length, sensors['7']], [2, []]);
    await history.service.stop();
  });
});
