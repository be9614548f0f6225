import assert from 'node:assert/strict';
import { frameMessage, notDue, Quality } from '../../../nodes/site/index.ts';
import { frameOf } from './frame.fixture.ts';

describe('frame', () => {
  it('names a point without a turn as the stored frames do', () => assert.equal(notDue, 'not due in this cycle'));

  const frame = frameOf({ soc: 50.5, power: -100, humidity: 'Modbus exception 2' });

  const readings: [string, object, object][] = [
    ['a good point', frame.get('soc'), { value: 50.5, quality: Quality.good }],
    ['a good point by its role', frame.ofRole('power'), { value: -100, quality: Quality.good }],
    ['a bad point', frame.get('humidity'), { value: null, quality: Quality.bad, reason: 'Modbus exception 2' }],
    ['an unknown point', frame.get('nobody'), { value: null, quality: Quality.bad, reason: 'no such point' }],
    ['a role that no point has', frame.ofRole('estop'), { value: null, quality: Quality.bad, reason: 'no such point' }],
    [
      'a bad point without a reason',
      frameOf({ soc: 'x' }, { reasons: new Map() }).get('soc'),
      { value: null, quality: Quality.bad, reason: 'not read' },
    ],
    [
      'an uncertain point with its value',
      frameOf({ soc: 50 }, { quality: Uint8Array.of(Quality.uncertain) }).get('soc'),
      { value: 50, quality: Quality.uncertain },
    ],
  ];
  for (const [title, reading, expected] of readings) {
    it(`reads ${title}`, () => assert.deepEqual(reading, expected));
  }

  it('knows whether anything was read well', () => {
    assert.equal(frame.anyGood, true);
    assert.equal(frameOf({ soc: 'x', power: 'y' }).anyGood, false);
    assert.equal(frameOf({ soc: 0 }, { quality: Uint8Array.of(Quality.uncertain) }).anyGood, false);
  });

  it('is a message of plain values, with the reason of each that is missing', () => {
    const message = frameMessage(frame);
    assert.deepEqual(message, {
      _msgid: 'DEVICE-1:1',
      topic: 'DEVICE-1',
      payload: { soc: 50.5, power: -100, humidity: null },
      frame: {
        siteId: 'WLCE',
        deviceId: 'DEVICE-1',
        cycle: 1,
        ts: 1000,
        durationMs: 20,
        bad: { humidity: 'Modbus exception 2' },
      },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(message)), message);
  });
});
