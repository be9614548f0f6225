import assert from 'node:assert/strict';
import { telemetryFeed } from '../../../../nodes/api/feeds/telemetry-feed.ts';
import { Frame, frameMessage, PointIndex, Quality } from '../../../../nodes/site/index.ts';
import { feedRequest, feedSite } from './feed-site.ts';

const ts = Date.UTC(2026, 1, 21, 6);
const index = new PointIndex(
  'D1',
  ['supply', 'return', 'power', 'free', 'unrecorded'].map((name) => ({
    name,
    description: '',
    unit: '°C',
    safetyRequired: false,
    periodMs: 1000,
  })),
);

function messageOf(values: number[], quality: number[], reasons?: ReadonlyMap<number, string>) {
  const fields = { siteId: 'A', deviceId: 'D1', ts, cycle: 7, durationMs: 5, origin: 'polled', index } as const;
  const columns = { values: Float64Array.from(values), quality: Uint8Array.from(quality) };
  return frameMessage(new Frame({ ...fields, ...columns, ...(reasons && { reasons }) }));
}

describe('telemetry feed', () => {
  const feed = telemetryFeed(feedSite);

  it('makes a reading of every sensor of a block, with both names of the time', () => {
    const messages = feed.messagesOf(messageOf([32.1, 40.25, -5, 1, 2], [0, 0, 0, 0, 0]));
    assert.deepEqual(
      messages.map(({ text, labels }) => ({ reading: JSON.parse(text) as object, labels })),
      [
        [42, 'CDU-01-T-SUP', 'thermal-l1', 32.1, 'block-01'] as const,
        [43, 'CDU-01-T-RET', 'thermal-l1', 40.25, 'block-01'] as const,
        [44, 'MSB-02-P', 'electrical', -5, 'block-02'] as const,
      ].map(([sensor_id, tag, subsystem, value, block]) => ({
        reading: {
          sensor_id,
          tag,
          subsystem,
          value,
          quality: 0,
          timestamp: '2026-02-21T06:00:00Z',
          ts: '2026-02-21T06:00:00Z',
        },
        labels: { block, subsystem, site: 'site-a' },
      })),
    );
  });

  it('sends a point that was not read as null and bad, never as zero', () => {
    const { good, uncertain, bad } = Quality;
    const reasons = new Map([
      [0, 'timeout'],
      [1, 'simulated'],
    ]);
    const messages = feed.messagesOf(messageOf([NaN, 40, 0, 1, 2], [bad, uncertain, good, good, good], reasons));
    const readings = messages.map(({ text }) => JSON.parse(text) as { value: number | null; quality: number });
    assert.deepEqual(
      readings.map(({ value, quality }) => [value, quality]),
      [
        [null, bad],
        [40, uncertain],
        [0, good],
      ],
    );
  });

  it('says nothing of a point that had no turn', () => {
    const reasons = new Map([[0, 'not due in this cycle']]);
    const messages = feed.messagesOf(messageOf([NaN, 40, 0, 1, 2], [Quality.bad, 0, 0, 0, 0], reasons));
    const tags = messages.map(({ text }) => (JSON.parse(text) as { tag: string }).tag);
    assert.deepEqual(tags, ['CDU-01-T-RET', 'MSB-02-P']);
  });

  it('sends what a flow left of the frame', () => {
    const message = messageOf([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]);
    const messages = feed.messagesOf({ ...message, payload: { power: 3 } });
    assert.deepEqual(
      messages.map(({ labels }) => labels['block']),
      ['block-02'],
    );
    assert.deepEqual(feed.messagesOf({ ...message, frame: { deviceId: 'unknown', ts } }), []);
  });

  for (const message of [
    {},
    { payload: {} },
    { payload: 3, frame: { deviceId: 'D1', ts } },
    { payload: {}, frame: { ts } },
  ]) {
    it(`refuses ${JSON.stringify(message)}`, () => {
      assert.throws(() => feed.messagesOf({ _msgid: '1', ...message }), { code: 'bad_feed_message', status: 400 });
    });
  }

  it('is divided by block and subsystem', () => {
    assert.deepEqual(feed.interestOf(feedRequest({ block_slug: 'block-01' }, 'subsystem=electrical')), {
      block: ['block-01'],
      subsystem: ['electrical'],
    });
  });
});
