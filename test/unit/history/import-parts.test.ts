import assert from 'node:assert/strict';
import { allocateBuckets, type Buckets } from '../../../nodes/history/bucket.ts';
import { importParts, samplesOf } from '../../../nodes/history/import-parts.ts';
import { meterFrame, meterIndex } from './history.fixture.ts';

const dayMs = 86_400_000;

function minutesFrom(from: number, count: number): Buckets {
  const buckets = allocateBuckets(count);
  for (let at = 0; at < count; at += 1) buckets.start[at] = from + at * 60_000;
  return buckets;
}

describe('import parts', () => {
  it('are whole days of as many sensors as one write takes', () => {
    const sensors = [41, 42, 43].map((sensorId) => ({ sensorId, buckets: minutesFrom(dayMs, 3 * 1440) }));
    const parts = importParts(sensors);
    assert.deepEqual(
      parts.map((part) => part.length),
      [4, 4, 1],
    );
    for (const { buckets } of parts.flat()) {
      assert.equal(buckets.start.length, 1440);
      assert.equal((buckets.start[0] ?? NaN) % dayMs, 0);
    }
  });

  it('begin and end with parts of days', () => {
    const parts = importParts([{ sensorId: 41, buckets: minutesFrom(dayMs - 60_000, 3) }]);
    assert.deepEqual(
      parts.flat().map(({ buckets }) => buckets.start.length),
      [1, 2],
    );
  });

  it('are none for nothing', () => assert.deepEqual(importParts([{ sensorId: 41, buckets: minutesFrom(0, 0) }]), []));

  it('take the recorded points of frames', () => {
    const frames = [1000, 2000].map((ts) => meterFrame(meterIndex(), ts, [ts, null]));
    const [part = []] = samplesOf(frames);
    assert.deepEqual(
      part.map(({ sensorId, samples }) => [sensorId, [...samples.times], [...samples.values], [...samples.quality]]),
      [
        [41, [1000, 2000], [1000, 2000], [0, 0]],
        [42, [1000, 2000], [NaN, NaN], [2, 2]],
      ],
    );
  });
});
