import assert from 'node:assert/strict';
import { latestRequest, multiRequest, seriesRequest } from '../../../nodes/history/telemetry-request.ts';

const now = Date.UTC(2026, 1, 21, 12);
const start = '2026-02-21T06:00:00Z';
const range = { from: now - 6 * 3_600_000, until: now };

describe('telemetry request', () => {
  it('is one sensor, a span and its tier', () => {
    const expected = { sensorId: 42, range, tier: 'agg_1min' };
    assert.deepEqual(seriesRequest({ sensor_id: '42', start }, now), expected);
    assert.deepEqual(seriesRequest({ sensor_id: 42, start }, now), expected);
    assert.equal(seriesRequest({ sensor_id: 42, start, agg: '1day' }, now).tier, 'agg_1day');
  });

  it('is several sensors, each once', () => {
    const expected = { sensorIds: [42, 7], range, tier: 'agg_1min' };
    assert.deepEqual(multiRequest({ sensor_ids: '42, 7,42', start }, now), expected);
  });

  it('takes 50 sensors', () => {
    const ids = Array.from({ length: 50 }, (_, index) => index + 1);
    assert.deepEqual(multiRequest({ sensor_ids: ids.join(','), start }, now).sensorIds, ids);
  });

  it('is the newest values of a block or of a part of it', () => {
    assert.deepEqual(latestRequest({ block_slug: 'block-01' }), { blockSlug: 'block-01', subsystem: undefined });
    assert.deepEqual(latestRequest({ block_slug: 'block-01', subsystem: 'electrical' }), {
      blockSlug: 'block-01',
      subsystem: 'electrical',
    });
  });

  const refusals: [string, () => unknown, number, string][] = [
    ['no sensor', () => seriesRequest({ start }, now), 422, 'bad_telemetry_question'],
    ['a sensor that is no number', () => seriesRequest({ sensor_id: 'x', start }, now), 422, 'bad_telemetry_question'],
    ['half a sensor', () => seriesRequest({ sensor_id: 1.5, start }, now), 422, 'bad_telemetry_question'],
    ['an unknown tier', () => seriesRequest({ sensor_id: 1, start, agg: '2min' }, now), 422, 'bad_telemetry_question'],
    [
      'a tier by its other name',
      () => seriesRequest({ sensor_id: 1, start, agg: 'agg_1min' }, now),
      422,
      'bad_telemetry_question',
    ],
    ['no start', () => seriesRequest({ sensor_id: 1 }, now), 422, 'bad_time'],
    ['no sensors', () => multiRequest({ start }, now), 422, 'bad_telemetry_question'],
    ['a word among the sensors', () => multiRequest({ sensor_ids: '1,two', start }, now), 400, 'bad_sensor_ids'],
    ['a gap among the sensors', () => multiRequest({ sensor_ids: '1,,2', start }, now), 400, 'bad_sensor_ids'],
    ['51 sensors', () => multiRequest({ sensor_ids: '1,'.repeat(50) + '1', start }, now), 400, 'too_many_sensors'],
    ['no block', () => latestRequest({ block_slug: '' }), 422, 'bad_telemetry_question'],
  ];
  for (const [title, action, status, code] of refusals) {
    it(`refuses ${title}`, () => assert.throws(action, { status, code }));
  }
});
