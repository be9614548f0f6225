import assert from 'node:assert/strict';
import { type DeviceImage, ProcessImage } from '../../../nodes/site/index.ts';
import { type Found, frameOf, indexOf } from './frame.fixture.ts';

const index = indexOf(['soc', 'power', 'device_heartbeat']);
const never = { value: null, goodAt: -Infinity, askedAt: -Infinity };

describe('process image', () => {
  let image: ProcessImage;
  let device: DeviceImage;

  beforeEach(() => {
    image = new ProcessImage();
    device = image.add(index);
  });

  /** Takes in a cycle in which the device spoke about these points alone. */
  function update(found: Found, monotonicMs: number, durationMs = 20): void {
    const all = Object.fromEntries(index.points.map(({ name }) => [name, found[name] ?? 'not due in this cycle']));
    const answered = new Set(Object.keys(found).map((name) => index.column(name)!));
    device.update(frameOf(all, { index, durationMs }), answered, monotonicMs);
  }

  it('knows its devices', () => {
    assert.equal(image.get('DEVICE-1'), device);
    assert.equal(image.get('NOBODY'), undefined);
    assert.deepEqual([...image.devices()], [['DEVICE-1', device]]);
  });

  it('knows nothing before the first frame', () => {
    assert.deepEqual([device.connected, device.frame, device.lastReadMs], [false, undefined, null]);
    for (const state of [device.point('soc'), device.ofRole('soc'), device.at(0)]) assert.deepEqual(state, never);
  });

  it('knows nothing of points that the device does not have', () => {
    update({ soc: 50, power: 1 }, 1000);
    for (const state of [device.point('nobody'), device.ofRole('estop'), device.at(99)]) {
      assert.deepEqual(state, never);
    }
  });

  it('remembers each good value and when it was asked for', () => {
    update({ soc: 50 }, 1000);
    update({ power: -5 }, 2000, 300);
    assert.deepEqual(device.point('soc'), { value: 50, goodAt: 1000, askedAt: 980 });
    assert.deepEqual(device.ofRole('power'), { value: -5, goodAt: 2000, askedAt: 1700 });
  });

  it('keeps the last good value of a point that now answers what cannot be true, and says so', () => {
    update({ soc: 50 }, 1000);
    update({ soc: '120 % is outside the physical range 0 to 100 %' }, 2000);
    const good = { value: 50, goodAt: 1000, askedAt: 980 };
    const invalid = '120 % is outside the physical range 0 to 100 %';
    assert.deepEqual(device.point('soc'), { ...good, invalid });
    update({}, 3000);
    assert.deepEqual(device.point('soc'), { ...good, invalid }, 'silence takes nothing back');
    update({ soc: 51 }, 4000);
    assert.deepEqual(device.point('soc'), { value: 51, goodAt: 4000, askedAt: 3980 });
  });

  it('knows how long the newest cycle took in which anything was read', () => {
    update({ soc: 50 }, 1000, 45);
    update({}, 2000, 1300);
    assert.equal(device.lastReadMs, 45);
  });

  it('knows the connection apart from the frames', () => {
    device.setConnected(true);
    update({}, 1000);
    assert.equal(device.connected, true);
    device.setConnected(false);
    update({ soc: 50 }, 2000);
    assert.equal(device.connected, false);
  });

  describe('counts how long the heartbeat of the device stands still', () => {
    const cases: [string, (number | string | undefined)[], number][] = [
      ['when it moves', [1, 2, 3], 0],
      ['when it wraps', [65_535, 0], 0],
      ['when it stands', [7, 7, 7, 7], 3],
      ['when it stood and moves again', [7, 7, 7, 8], 0],
      ['when it was not asked for', [7, undefined, undefined, undefined], 0],
      ['when it stands at its first value, which may be new', [7], 0],
      ['when its answer cannot be true', [7, 'not implemented', 'not implemented'], 2],
    ];
    for (const [title, beats, expected] of cases) {
      it(`${title}: ${expected}`, () => {
        for (const [cycle, beat] of beats.entries()) {
          update(beat === undefined ? { soc: 50 } : { device_heartbeat: beat }, 1000 * (cycle + 1));
        }
        assert.equal(device.heartbeatUnchanged, expected);
      });
    }
  });
});
