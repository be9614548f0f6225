import assert from 'node:assert/strict';
import { PostedFrames } from '../../../nodes/history/posted-frames.ts';
import { PostedSensors } from '../../../nodes/history/posted-sensors.ts';
import { readingsOf } from '../../../nodes/history/readings.ts';
import { frameMessage, Quality } from '../../../nodes/site/index.ts';
import { postedSite } from './posted-site.fixture.ts';

const site = postedSite();
const sensors = new PostedSensors(site);

describe('posted frames', () => {
  const framesOf = (...readings: readonly [fields: object, ts: number][]) => {
    const posted = new PostedFrames();
    for (const [fields, ts] of readings) {
      for (const reading of readingsOf(fields, sensors, ts)) posted.add(reading, ts);
    }
    return posted.frames(7);
  };
  const temperature = (value: number | null, quality = 0) => ({ sensor_id: 1, value, quality });

  it('are one of each device and time', () => {
    const frames = framesOf([temperature(20), 1000], [{ sensor_id: 3, value: 5 }, 1000], [temperature(21), 2000]);
    const index = site.image.get('TANK')!.index;
    assert.deepEqual(
      frames.map((frame) => [frame.deviceId, frame.siteId, frame.ts, frame.cycle, frame.origin, frame.index === index]),
      [
        ['TANK', 'WLCE', 1000, 7, 'posted', true],
        ['TANK', 'WLCE', 2000, 7, 'posted', true],
      ],
    );
    assert.deepEqual(
      frames.map(({ values }) => [...values]),
      [
        [20, NaN, NaN, 5],
        [21, NaN, NaN, NaN],
      ],
    );
  });

  it('say of a point that nobody posted that it is not due', () => {
    const [frame] = framesOf([{ sensor_id: 2, value: 100 }, 1000]);
    assert.deepEqual(frame && [...frame.quality], [2, 2, Quality.good, 2]);
    const { bad } = frameMessage(frame!)['frame'] as { bad: unknown };
    const notDue = 'not due in this cycle';
    assert.deepEqual(bad, { temperature: notDue, state: notDue, level: notDue });
  });

  it('say why a reading is not good', () => {
    const [frame] = framesOf([temperature(20, 1), 1000], [{ sensor_id: 3, value: null }, 1000]);
    assert.deepEqual(frame!.get('temperature'), { value: 20, quality: Quality.uncertain });
    assert.deepEqual(frame!.reasons.get(0), 'posted as uncertain');
    assert.deepEqual(frame!.get('level'), { value: null, quality: Quality.bad, reason: 'posted without a value' });
  });

  const twice: [title: string, first: object, second: object, value: number | null][] = [
    ['the later of two stands', temperature(20), temperature(21), 21],
    ['a bad one takes the place of none', temperature(20), temperature(null), 20],
    ['one with a value takes the place of a bad one', temperature(null), temperature(21), 21],
  ];
  for (const [title, first, second, value] of twice) {
    it(`of the same sensor and time: ${title}`, () => {
      const [frame, ...others] = framesOf([first, 1000], [second, 1000]);
      const { value: found } = frame!.get('temperature');
      assert.deepEqual([found, frame!.reasons.has(0), others.length], [value, false, 0]);
    });
  }
});
