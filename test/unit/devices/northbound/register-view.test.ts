import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodePoint, wordsOf } from '../../../../nodes/devices/codec.ts';
import { ModbusException } from '../../../../nodes/devices/northbound/modbus-exception.ts';
import { type DeviceKnowledge, RegisterView } from '../../../../nodes/devices/northbound/register-view.ts';
import type { Profile, ProfilePoint } from '../../../../nodes/devices/profile.ts';
import { mapRegisters, type ReadFunction } from '../../../../nodes/devices/register-map.ts';
import type { PointState } from '../../../../nodes/site/index.ts';
import { pointOf, profileOf } from '../profile.fixture.ts';

const nowMs = 1_000_000;

/** A point that was good this long ago. */
function good(value: number, ageMs = 0): PointState {
  return { value, goodAt: nowMs - ageMs, askedAt: nowMs - ageMs };
}
const never: PointState = { value: null, goodAt: -Infinity, askedAt: -Infinity };
const invalid: PointState = { ...good(50), invalid: 'not implemented by the device' };

interface Asked {
  readonly functionCode?: ReadFunction;
  readonly address?: number;
  readonly quantity?: number;
}

function read(profile: Profile, states: readonly PointState[], asked: Asked = {}, scales = new Map<number, number>()) {
  const models = new Map([[704, 40_000]]);
  const view = new RegisterView(mapRegisters(profile, models));
  const knowledge: DeviceKnowledge = { stateOf: (column) => states[column] ?? never, scaleFactors: scales, nowMs };
  return view.read({ kind: 'read', functionCode: 3, address: 0, quantity: 1, ...asked }, knowledge);
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

describe('register-view', () => {
  const soc = pointOf({ name: 'soc', type: 'uint16', scale: 0.1 });

  describe('encodes', () => {
    for (const [what, point, value, words] of [
      ['a scale', { type: 'uint16', scale: 0.1 }, 72.3, [723]],
      ['a sign', { scale: 0.1, sign: -1 }, 50, [0xfe0c]],
      ['a shift', { scale: 1, shift: -40 }, 25, [65]],
      ['a negative number', { scale: 0.1 }, -25, [0xff06]],
      ['32 bits', { type: 'uint32', scale: 0.1 }, 12_345.6, [1, 0xe240]],
      ['a float', { type: 'float32' }, 1.5, [0x3fc0, 0]],
    ] as const) {
      it(`${what} as the device does`, () => {
        const profile = profileOf([pointOf(point)]);
        assert.deepEqual(read(profile, [good(value)], { quantity: words.length }), words);
      });
    }

    it('in the word order of the device', () => {
      const profile = profileOf([pointOf({ type: 'uint32' })], { wordOrder: 'little' });
      assert.deepEqual(read(profile, [good(0x10002)], { quantity: 2 }), [2, 1]);
    });

    it('a setpoint that lies outside of what the gateway would write', () => {
      const profile = profileOf([pointOf({ write: { functionCode: 6, min: 0, max: 10 } })]);
      assert.deepEqual(read(profile, [good(300)]), [300]);
    });

    it('every value of every type so that it decodes to itself', () => {
      const types = ['int16', 'uint16', 'int32', 'uint32', 'float32', 'float64'] as const;
      const orders = fc.constantFrom('big', 'little');
      fc.assert(
        fc.property(
          fc.constantFrom(...types),
          fc.integer({ min: 0, max: 32_766 }),
          orders,
          (type, value, wordOrder) => {
            const point = pointOf({ type, scale: 0.5 });
            const profile = profileOf([point], { wordOrder });
            const words = encodePoint(point, profile.connection, value / 2);
            assert.deepEqual(read(profile, [good(value / 2)], { quantity: wordsOf(type) }), words);
          },
        ),
      );
    });
  });

  describe('addresses', () => {
    const profile = profileOf([
      pointOf({ name: 'a', address: 0 }),
      pointOf({ name: 'b', address: 1, type: 'uint32' }),
      pointOf({ name: 'c', address: 10 }),
      pointOf({ name: 'd', address: 10, table: 'input' }),
    ]);
    const states = [good(7), good(0x20003), good(8), good(9)];

    for (const [what, asked, words] of [
      ['a block of points', { quantity: 3 }, [7, 2, 3]],
      ['a part of a long point', { address: 2 }, [3]],
      ['holding and input registers apart', { address: 10, functionCode: 4 }, [9]],
    ] as const) {
      it(`serve ${what}`, () => assert.deepEqual(read(profile, states, asked), words));
    }

    for (const [what, asked] of [
      ['of a hole', { address: 5 }],
      ['that run into a hole', { quantity: 4 }],
      ['of the other table', { address: 0, functionCode: 4 }],
      ['of coils that the profile does not have', { functionCode: 1 }],
    ] as const) {
      it(`${what} get exception 2`, () =>
        assert.equal(
          codeOf(() => read(profile, states, asked)),
          2,
        ));
    }

    it('follow the notation of the profile', () => {
      const printed = profileOf([{ ...soc, address: 40_101 }], { addressBase: 40_001 });
      assert.deepEqual(read(printed, [good(50)], { address: 100 }), [500]);
    });
  });

  it('serves coils as bits', () => {
    const bits = [0, 1, 2].map((address) => pointOf({ name: `b${address}`, table: 'coil', type: 'bool', address }));
    const states = [good(1), good(0), good(1)];
    assert.deepEqual(read(profileOf(bits), states, { functionCode: 1, quantity: 3 }), [1, 0, 1]);
  });

  describe('bits of one register', () => {
    const bit = (name: string, mask: number, type: ProfilePoint['type'] = 'uint16') =>
      pointOf({ name, mask, type, scale: 0.1, sign: -1 });

    it('come from the point that takes it whole, when there is one', () => {
      const profile = profileOf([bit('estop', 1), pointOf({ name: 'alarms', type: 'uint16' })]);
      assert.deepEqual(read(profile, [good(1), good(0b1011)]), [0b1011]);
    });

    it('are put together from the points that take them', () => {
      const profile = profileOf([bit('a', 1), bit('b', 2), bit('c', 0x8000)]);
      assert.deepEqual(read(profile, [good(1), good(0), good(1)]), [0x8001]);
    });

    it('may be 32', () => {
      const profile = profileOf([bit('a', 1, 'uint32'), bit('b', 0x80000000, 'uint32')]);
      assert.deepEqual(read(profile, [good(1), good(1)], { quantity: 2 }), [0x8000, 1]);
    });

    it('are refused together when one of them is not known', () => {
      const profile = profileOf([bit('a', 1), bit('b', 2)]);
      assert.equal(
        codeOf(() => read(profile, [good(1), never])),
        11,
      );
    });
  });

  describe('of what is not known', () => {
    const profile = profileOf([soc, pointOf({ name: 'slow', address: 1, group: 'slow' })]);
    for (const [what, states, asked, code] of [
      ['a value at the stale limit', [good(50, 10_000)], {}, 0],
      ['a value beyond the stale limit', [good(50, 10_001)], {}, 11],
      ['a value that was never read', [never], {}, 11],
      ['a value that cannot be true', [invalid], {}, 4],
      ['a slow value within two of its periods', [good(50), good(5, 120_000)], { address: 1 }, 0],
      ['a slow value beyond two of its periods', [good(50), good(5, 120_001)], { address: 1 }, 11],
      ['a block with one old value', [good(50), never], { quantity: 2 }, 11],
      ['a value that does not fit its register', [good(7000)], {}, 4],
    ] as const) {
      it(`${what} ${code === 0 ? 'is served' : `is exception ${code}`}`, () => {
        assert.equal(
          codeOf(() => read(profile, states, asked)),
          code,
        );
      });
    }
  });

  describe('SunSpec', () => {
    const power = pointOf({ name: 'power', model: 704, offset: 10, scaleFactor: { offset: 20 } });
    const profile = profileOf([power], { sunspec: { bases: [40_000] } });

    it('points are served with the scale that was read, and so is the scale', () => {
      const scales = new Map([[0, -2]]);
      assert.deepEqual(read(profile, [good(1.25)], { address: 40_010 }, scales), [125]);
      assert.deepEqual(read(profile, [good(1.25)], { address: 40_020 }, scales), [0xfffe]);
    });

    it('points without a known scale are exception 11', () => {
      for (const address of [40_010, 40_020])
        assert.equal(
          codeOf(() => read(profile, [good(1)], { address })),
          11,
        );
    });
  });
});
