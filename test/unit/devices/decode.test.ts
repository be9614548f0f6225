import assert from 'node:assert/strict';
import { decodeAnswers, type DecodedCycle, type ReadAnswer } from '../../../nodes/devices/decode.ts';
import type { Profile } from '../../../nodes/devices/profile.ts';
import { planReads } from '../../../nodes/devices/read-plan.ts';
import { type DeviceMap, mapRegisters, pointIndexOf } from '../../../nodes/devices/register-map.ts';
import { Frame, notDue, Quality } from '../../../nodes/site/index.ts';
import { pointOf, profileOf, shippedProfile } from './profile.fixture.ts';

/** What a device with these holding registers answers; an address that is missing fails its request. */
function cycleOf(map: DeviceMap, registers: Readonly<Record<number, number>>, groups = ['fast']): DecodedCycle {
  const answers = planReads(map, new Set(groups)).map((request): ReadAnswer => {
    const words = Array.from({ length: request.quantity }, (_, index) => registers[request.address + index]);
    return words.includes(undefined) ? { request, failure: 'Timed out' } : { request, words: words as number[] };
  });
  return decodeAnswers(map, answers);
}

function columnOf(cycle: DecodedCycle, column: number) {
  return {
    value: cycle.values[column],
    quality: cycle.quality[column],
    reason: cycle.reasons.get(column),
    answered: cycle.answered.has(column),
  };
}

describe('decoding a cycle', () => {
  const profile = profileOf([
    pointOf({ name: 'good', address: 0, scale: 0.1 }),
    pointOf({ name: 'impossible', address: 1, range: [0, 100] }),
    pointOf({ name: 'unreachable', address: 10 }),
    pointOf({ name: 'slow', address: 20, group: 'slow' }),
  ]);
  const cycle = cycleOf(mapRegisters(profile), { 0: 723, 1: 101 });

  it('takes what was read', () => {
    assert.deepEqual(columnOf(cycle, 0), { value: 72.3, quality: Quality.good, reason: undefined, answered: true });
  });

  it('marks what cannot be true as bad and answered', () => {
    const reason = '101 kW is outside the physical range 0 to 100 kW';
    assert.deepEqual(columnOf(cycle, 1), { value: NaN, quality: Quality.bad, reason, answered: true });
  });

  it('marks a failed request as bad with the reason of the transport, not answered', () => {
    assert.deepEqual(columnOf(cycle, 2), { value: NaN, quality: Quality.bad, reason: 'Timed out', answered: false });
  });

  it('keeps a point that was not due in the frame, without a value', () => {
    assert.deepEqual(columnOf(cycle, 3), { value: NaN, quality: Quality.bad, reason: notDue, answered: false });
  });

  it('trusts nothing of a short answer', () => {
    const map = mapRegisters(profile);
    const [request] = planReads(map, new Set(['fast']));
    const short = decodeAnswers(map, [{ request: request!, words: [723] }]);
    const reason = 'the device answered 1 of 2 registers';
    assert.deepEqual(columnOf(short, 0), { value: NaN, quality: Quality.bad, reason, answered: false });
  });

  it('makes the columns of a frame', () => {
    const demo = shippedProfile('demo-inverter');
    const registers = { ...Object.fromEntries(Array.from({ length: 22 }, (_, i) => [i, 0])), 100: 0xfc18, 101: 7 };
    const { values, quality, reasons } = cycleOf(mapRegisters(demo), { ...registers, 1: 724, 3: 0xff38, 16: 2 }, [
      'cycle',
    ]);
    const frame = new Frame({
      siteId: 'SITE-CL-001',
      deviceId: 'WLCE-BESS-01',
      ts: 0,
      cycle: 1,
      durationMs: 4,
      origin: 'polled',
      index: pointIndexOf('WLCE-BESS-01', demo, []),
      values,
      quality,
      reasons,
    });
    const read = (['soc', 'power', 'setpoint', 'estop', 'grid_fault'] as const).map((role) => frame.ofRole(role).value);
    assert.deepEqual(read, [72.4, -20, -100, 0, 1]);
  });

  describe('with SunSpec scale factors', () => {
    const sunspec: Profile = profileOf(
      [pointOf({ name: 'w', model: 1, offset: 0, scale: 0.001, sign: -1, scaleFactor: { offset: 5 } })],
      { sunspec: { bases: [0] } },
    );
    const map = mapRegisters(sunspec, new Map([[1, 100]]));

    it('applies them, and hands them on for writing', () => {
      const cycle = cycleOf(map, { 100: 1500, 105: 1 });
      assert.deepEqual(columnOf(cycle, 0), { value: -15, quality: Quality.good, reason: undefined, answered: true });
      assert.deepEqual([...cycle.scaleFactors], [[0, 1]]);
    });

    it('has no value without the scale factor', () => {
      const failed = cycleOf(map, { 100: 1500 });
      assert.deepEqual(columnOf(failed, 0), { value: NaN, quality: Quality.bad, reason: 'Timed out', answered: false });
      assert.equal(failed.scaleFactors.size, 0);
    });

    it('has no value when the device does not implement it', () => {
      const reason = 'its scale factor is not implemented by the device';
      const cycle = cycleOf(map, { 100: 1500, 105: 0x8000 });
      assert.deepEqual(columnOf(cycle, 0), { value: NaN, quality: Quality.bad, reason, answered: true });
    });

    it('waits for a scale factor that is in another answer', () => {
      const parts = [{ column: 0, kind: 'value', offset: 0 }] as const;
      const request = { functionCode: 3, address: 100, quantity: 1, parts } as const;
      const cycle = decodeAnswers(map, [{ request, words: [1500] }]);
      const reason = 'not due in this cycle';
      assert.deepEqual(columnOf(cycle, 0), { value: NaN, quality: Quality.bad, reason, answered: false });
    });

    it('says when the device has no such model', () => {
      const cycle = cycleOf(mapRegisters(sunspec), {});
      assert.equal(cycle.reasons.get(0), 'the device has no SunSpec model 1');
    });
  });
});
