import assert from 'node:assert/strict';
import { LatestReadings } from '../../../nodes/history/latest-readings.ts';
import { Quality } from '../../../nodes/site/index.ts';
import { meterFrame, meterIndex } from './history.fixture.ts';

const index = meterIndex();

describe('latest readings', () => {
  it('are those of the newest frame, in the order asked', () => {
    const latest = new LatestReadings([]);
    latest.take(meterFrame(index, 1000, [12.5, 100]));
    latest.take(meterFrame(index, 2000, [13.5, null]));
    assert.deepEqual(latest.of([42, 41, 40]), [
      { sensorId: 42, ts: 2000, value: null, quality: Quality.bad },
      { sensorId: 41, ts: 2000, value: 13.5, quality: Quality.good },
    ]);
  });

  it('keep the last answer of a point that had no turn', () => {
    const latest = new LatestReadings([]);
    latest.take(meterFrame(index, 1000, [12.5, 100]));
    latest.take(meterFrame(index, 2000, [13.5, null], { reasons: new Map([[2, 'not due in this cycle']]) }));
    assert.deepEqual(latest.of([42]), [{ sensorId: 42, ts: 1000, value: 100, quality: Quality.good }]);
  });

  it('start with what the last run left', () => {
    const left = { sensorId: 42, ts: 500, value: 99, quality: Quality.uncertain };
    const latest = new LatestReadings([left]);
    assert.deepEqual(latest.of([42]), [left]);
    latest.take(meterFrame(index, 1000, [12.5, null], { reasons: new Map([[2, 'not due in this cycle']]) }));
    assert.deepEqual(latest.of([42]), [left]);
    latest.take(meterFrame(index, 2000, [12.5, 100]));
    assert.equal(latest.of([42])[0]?.value, 100);
  });

  it('follow a clock that was set back, but no posted frame of the past', () => {
    const latest = new LatestReadings([]);
    latest.take(meterFrame(index, 5000, [1, 1]));
    latest.take(meterFrame(index, 4000, [2, 2], { origin: 'posted' }));
    assert.equal(latest.of([41])[0]?.value, 1);
    latest.take(meterFrame(index, 3000, [3, 3]));
    assert.equal(latest.of([41])[0]?.value, 3);
  });
});
