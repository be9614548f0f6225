import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapRegisters, resolvedPoint } from '../../../nodes/devices/register-map.ts';
import {
  encodeWrite,
  prerequisiteWrites,
  readSetpoint,
  type RegisterWrite,
  setpointHeld,
  setpointOnWire,
  setpointStepKw,
  setpointWrites,
  watchdogWrite,
} from '../../../nodes/devices/write-plan.ts';
import { shippedProfile } from './profile.fixture.ts';

const demo = mapRegisters(shippedProfile('demo-inverter'));
const huawei = mapRegisters(shippedProfile('huawei-sun2000-luna2000'));
const models = [120, 701, 702, 704, 713, 802, 803].map((id, index) => [id, 1000 * (index + 1)] as const);
const sunspec = mapRegisters(shippedProfile('sunspec-storage'), new Map(models));
const sunspecScale = new Map(
  ['power_setpoint', 'reversion_setpoint'].map((name) => [resolvedPoint(sunspec, name).column, 2]),
);

/** `function code address words` of each write. */
function shapeOf(writes: readonly RegisterWrite[]): string[] {
  return writes.map(({ functionCode, address, words }) => `${functionCode} ${address} ${words.join(',')}`);
}

describe('writing', () => {
  it('encodes a point with its function code and protocol address', () => {
    assert.deepEqual(encodeWrite(resolvedPoint(demo, 'power_setpoint'), 100.04, demo.profile.connection), {
      point: 'power_setpoint',
      functionCode: 6,
      address: 100,
      words: [1000],
      value: 100,
    });
  });

  it('refuses a point that is not writable', () => {
    assert.throws(() => encodeWrite(resolvedPoint(demo, 'soc'), 50, demo.profile.connection), {
      code: 'not_writable',
      message: 'soc is not writable',
    });
  });

  describe('a setpoint', () => {
    const cases: [string, RegisterWrite[], string[]][] = [
      ['into one signed register', setpointWrites(demo, 100), ['6 100 1000']],
      ['of discharging', setpointWrites(demo, -100), ['6 100 64536']],
      ['of charging, the idle direction first', setpointWrites(huawei, 2.5), ['6 47076 0', '6 47075 2500']],
      ['of discharging, the idle direction first', setpointWrites(huawei, -2.5), ['6 47075 0', '6 47076 2500']],
      ['of rest, in both directions', setpointWrites(huawei, 0), ['6 47076 0', '6 47075 0']],
      [
        'of SunSpec, charging negative, in force last',
        setpointWrites(sunspec, 100, sunspecScale),
        [`16 4022 65535,${0x10000 - 1000}`, '6 4020 1'],
      ],
    ];
    for (const [title, writes, expected] of cases) {
      it(title, () => assert.deepEqual(shapeOf(writes), expected));
    }

    it('is refused whole when one part does not fit', () => {
      assert.throws(() => setpointWrites(demo, 3277), { code: 'register_range' });
      assert.throws(() => setpointWrites(huawei, -66), { code: 'register_range' });
    });

    it('is refused before its scale factor was read', () => {
      assert.throws(() => setpointWrites(sunspec, 100), { code: 'scale_factor_unknown', status: 503 });
    });

    it('is refused for a device that cannot be driven', () => {
      const meter = mapRegisters(shippedProfile('three-phase-meter'));
      assert.throws(() => setpointWrites(meter, 0), { code: 'not_controllable' });
    });

    it('of 0 has raw value 0 on every device', () => {
      const words = [demo, huawei].flatMap((map) => setpointWrites(map, -0).flatMap(({ words }) => words));
      assert.deepEqual(words, [0, 0, 0]);
      assert.deepEqual(setpointWrites(sunspec, 0, sunspecScale)[0]?.words, [0, 0]);
    });

    it('reads back as it was written, to the step of the register', () => {
      const target = fc.double({ min: -65, max: 65, noNaN: true });
      fc.assert(
        fc.property(target, fc.constantFrom(demo, huawei, sunspec), (target, map) => {
          const held = setpointHeld(map, setpointWrites(map, target, sunspecScale));
          assert.ok(
            Math.abs(held - target) <= setpointStepKw(map, sunspecScale) / 2 + 1e-9,
            `${target} became ${held}`,
          );
          assert.equal(setpointOnWire(map, target, sunspecScale), held);
        }),
      );
    });
  });

  describe('the setpoint that a device holds', () => {
    const huaweiHolds = (charge: number | null, discharge: number | null) =>
      readSetpoint(huawei, (point) => (point === 'charge_power_setpoint' ? charge : discharge));

    it('is one register, or the difference of two', () => {
      assert.equal(
        readSetpoint(demo, () => -42),
        -42,
      );
      assert.equal(huaweiHolds(3, 0), 3);
      assert.equal(huaweiHolds(0, 3), -3);
    });

    it('is unknown until all of it was read', () => {
      assert.equal(
        readSetpoint(demo, () => null),
        null,
      );
      assert.equal(huaweiHolds(null, 0), null);
      assert.equal(huaweiHolds(0, null), null);
    });
  });

  it('says why a target does not fit the wire', () => {
    assert.deepEqual(setpointOnWire(demo, 4000), {
      misfit: 'power_setpoint cannot hold 4000: -3276.7 to 3276.7 kW',
    });
  });

  it('knows the step of the setpoint', () => {
    assert.equal(setpointStepKw(demo), 0.1);
    assert.equal(setpointStepKw(huawei), 0.001);
    assert.equal(setpointStepKw(sunspec, sunspecScale), 0.1);
  });

  describe('prerequisites', () => {
    it('are written when they differ or are unknown', () => {
      assert.deepEqual(shapeOf(prerequisiteWrites(huawei, () => null)), ['6 47086 3']);
      assert.deepEqual(shapeOf(prerequisiteWrites(huawei, () => 0)), ['6 47086 3']);
      assert.deepEqual(
        prerequisiteWrites(huawei, () => 3),
        [],
      );
      assert.deepEqual(
        prerequisiteWrites(demo, () => null),
        [],
      );
    });

    it('keep their order', () => {
      const writes = shapeOf(prerequisiteWrites(sunspec, () => null, sunspecScale));
      assert.deepEqual(writes, ['6 4021 1', '16 4024 0,0', '6 4028 1']);
    });
  });

  describe('the watchdog', () => {
    it('counts, and wraps from 65535 to 0', () => {
      const counts = [1, 65535, 65536, 65537].map((beat) => watchdogWrite(demo, beat)?.words[0]);
      assert.deepEqual(counts, [1, 65535, 0, 1]);
    });

    it('writes a reversion time', () => {
      assert.deepEqual(watchdogWrite(sunspec, 7)?.words, [0, 60]);
    });
  });
});
