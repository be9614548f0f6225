import assert from 'node:assert/strict';
import { ModbusException } from '../../../../nodes/devices/northbound/modbus-exception.ts';
import { targetOfWrite } from '../../../../nodes/devices/northbound/setpoint-write.ts';
import type { Profile } from '../../../../nodes/devices/profile.ts';
import { mapRegisters } from '../../../../nodes/devices/register-map.ts';
import { pointOf, profileOf, shippedProfile } from '../profile.fixture.ts';

function target(profile: Profile, address: number, words: readonly number[], standingKw = 0): number {
  const functionCode = words.length === 1 ? 6 : 16;
  const write = { kind: 'write', functionCode, address, words } as const;
  return targetOfWrite(mapRegisters(profile), write, standingKw, new Map());
}

function codeOf(run: () => unknown): number {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof ModbusException) return thrown.code;
    throw thrown;
  }
  return 0;
}

const control = { prerequisites: [], okStates: [], settleMs: 1, tolerancePct: 1 };
const writable = { functionCode: 16, min: -1000, max: 1000 } as const;

describe('setpoint-write', () => {
  describe('of one signed register', () => {
    const demo = shippedProfile('demo-inverter');

    for (const [raw, kw] of [
      [1000, 100],
      [0xfc18, -100],
      [0, 0],
      [0x7fff, 3276.7],
    ] as const) {
      it(`${raw} asks for ${kw} kW`, () => assert.equal(target(demo, 100, [raw]), kw));
    }

    for (const [what, address, words] of [
      ['a telemetry register', 1, [1]],
      ['the heartbeat of the gateway', 101, [1]],
      ['the setpoint and its neighbour', 100, [1, 1]],
      ['the neighbour and the setpoint', 99, [1, 1]],
      ['an address without a register', 5000, [1]],
    ] as const) {
      it(`${what} is exception 2`, () =>
        assert.equal(
          codeOf(() => target(demo, address, words)),
          2,
        ));
    }
  });

  describe('of a 32 bit register', () => {
    const setpoint = pointOf({ name: 'sp', address: 10, type: 'float32', write: writable });
    const profile = profileOf([setpoint], {}, { control: { ...control, setpoint: { point: 'sp' } } });

    it('asks for what both words say', () => assert.equal(target(profile, 10, [0xc2c8, 0]), -100));

    for (const [what, address, words] of [
      ['the upper half', 10, [1]],
      ['the lower half', 11, [1]],
      ['not a number', 10, [0x7fc0, 0]],
    ] as const) {
      it(`refuses ${what} with exception 3`, () =>
        assert.equal(
          codeOf(() => target(profile, address, words)),
          3,
        ));
    }

    it('refuses a half and what lies behind it with exception 2', () => {
      assert.equal(
        codeOf(() => target(profile, 11, [1, 1])),
        2,
      );
    });
  });

  describe('of a register for each direction', () => {
    const profile = shippedProfile('huawei-sun2000-luna2000');
    const [charge, discharge] = [47_075, 47_076];

    for (const [what, address, words, standingKw, kw] of [
      ['charging', charge, [5000], 0, 5],
      ['discharging', discharge, [5000], 0, -5],
      ['discharging while it charges', discharge, [3000], 5, -3],
      ['no charging while it charges', charge, [0], 5, 0],
      ['no discharging while it charges', discharge, [0], 5, 5],
      ['no charging while it discharges', charge, [0], -5, -5],
      ['both registers, charging', charge, [2000, 0], 0, 2],
      ['both registers, discharging', charge, [0, 2000], 5, -2],
      ['both registers at rest', charge, [0, 0], 5, 0],
    ] as const) {
      it(`${what} asks for ${kw} kW`, () => assert.equal(target(profile, address, words, standingKw), kw));
    }

    it('refuses both at once with exception 3', () => {
      assert.equal(
        codeOf(() => target(profile, charge, [1000, 1000])),
        3,
      );
    });
  });

  it('waits for the scale of a SunSpec setpoint with exception 11', () => {
    const setpoint = pointOf({ name: 'sp', model: 704, offset: 0, scaleFactor: { offset: 5 }, write: writable });
    const sunspec = { sunspec: { bases: [0] } };
    const profile = profileOf([setpoint], sunspec, { control: { ...control, setpoint: { point: 'sp' } } });
    const map = mapRegisters(profile, new Map([[704, 100]]));
    const write = { kind: 'write', functionCode: 6, address: 100, words: [125] } as const;
    assert.equal(
      codeOf(() => targetOfWrite(map, write, 0, new Map())),
      11,
    );
    assert.equal(targetOfWrite(map, write, 0, new Map([[0, -1]])), 12.5);
  });

  it('refuses every write to a device without control with exception 2', () => {
    assert.equal(
      codeOf(() => target(shippedProfile('three-phase-meter'), 0, [1])),
      2,
    );
  });
});
