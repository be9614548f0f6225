import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodePoint,
  decodeScaleFactor,
  encodePoint,
  rawRangeOf,
  stepOf,
  type WireFormat,
  wordsOf,
} from '../../../nodes/devices/codec.ts';
import type { ProfilePoint, RegisterType } from '../../../nodes/devices/profile.ts';
import { pointOf } from './profile.fixture.ts';

const big: WireFormat = { wordOrder: 'big', byteOrder: 'big' };
const little: WireFormat = { wordOrder: 'little', byteOrder: 'big' };
const sunspec: WireFormat = { ...big, sunspec: { bases: [40000] } };

const orders: WireFormat[] = (['big', 'little'] as const).flatMap((wordOrder) =>
  (['big', 'little'] as const).map((byteOrder) => ({ wordOrder, byteOrder })),
);
const integers: RegisterType[] = ['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'];
const floats: RegisterType[] = ['float32', 'float64'];

describe('register codec', () => {
  describe('reads', () => {
    const cases: [string, Partial<ProfilePoint>, WireFormat, number[], number][] = [
      ['750 at scale 0.1 as 75.0 %', { type: 'uint16', scale: 0.1 }, big, [750], 75],
      ['723 at scale 0.1 without a binary tail', { type: 'uint16', scale: 0.1 }, big, [723], 72.3],
      ['-2500 at scale 0.001 as -2.5 kW', { type: 'int32', scale: 0.001 }, big, [0xffff, 0xf63c], -2.5],
      ['the low word first', { type: 'int32', scale: 0.001 }, little, [0xf63c, 0xffff], -2.5],
      ['swapped bytes', { type: 'int16' }, { wordOrder: 'big', byteOrder: 'little' }, [0x3412], 0x1234],
      ['the sign of the other convention', { type: 'int16', scale: 0.1, sign: -1 }, big, [1000], -100],
      ['zero without a sign', { type: 'int16', sign: -1 }, big, [0], 0],
      ['a shift', { type: 'uint16', scale: 0.1, shift: -40 }, big, [650], 25],
      ['a float', { type: 'float32' }, big, [0x42f6, 0xe979], Math.fround(123.456)],
      ['a double', { type: 'float64' }, big, [0x405e, 0xdd2f, 0x1a9f, 0xbe77], 123.456],
      ['the greatest 32 bits', { type: 'uint32' }, big, [0xffff, 0xffff], 4294967295],
      ['a negative 64-bit number', { type: 'int64' }, big, [0xffff, 0xffff, 0xffff, 0xfffe], -2],
      ['a set bit', { type: 'uint16', mask: 2 }, big, [0b0110], 1],
      ['a clear bit', { type: 'uint16', mask: 8 }, big, [0b0110], 0],
      ['the highest of 32 bits', { type: 'uint32', mask: 0x80000000 }, big, [0x8000, 0], 1],
      ['a coil', { type: 'bool', table: 'coil' }, big, [1], 1],
    ];
    for (const [title, fields, wire, words, expected] of cases) {
      it(title, () => assert.deepEqual(decodePoint(pointOf(fields), wire, words, 0), { value: expected }));
    }

    it('from the middle of an answer', () => {
      assert.deepEqual(decodePoint(pointOf({ type: 'uint16' }), big, [1, 2, 3], 2), { value: 3 });
    });

    it('with a SunSpec scale factor', () => {
      const point = pointOf({ type: 'int16', scale: 0.001 });
      assert.deepEqual(decodePoint(point, big, [1234], 0, 2), { value: 123.4 });
      assert.deepEqual(decodePoint(point, big, [1234], 0, -1), { value: 0.1234 });
    });
  });

  describe('refuses to read', () => {
    const cases: [string, Partial<ProfilePoint>, WireFormat, number[], RegExp][] = [
      ["SunSpec's int16", { type: 'int16' }, sunspec, [0x8000], /not implemented/],
      ["SunSpec's uint16", { type: 'uint16' }, sunspec, [0xffff], /not implemented/],
      ["SunSpec's int32", { type: 'int32' }, sunspec, [0x8000, 0], /not implemented/],
      ["SunSpec's uint32", { type: 'uint32' }, sunspec, [0xffff, 0xffff], /not implemented/],
      ["SunSpec's int64", { type: 'int64' }, sunspec, [0x8000, 0, 0, 0], /not implemented/],
      ["SunSpec's uint64", { type: 'uint64' }, sunspec, [0xffff, 0xffff, 0xffff, 0xffff], /not implemented/],
      ["SunSpec's float", { type: 'float32' }, sunspec, [0x7fc0, 0], /not a finite number/],
      [
        "the profile's own",
        { type: 'uint32', notImplemented: 0xffffffff },
        little,
        [0xffff, 0xffff],
        /not implemented/,
      ],
      ['infinity', { type: 'float32' }, big, [0x7f80, 0], /not a finite number/],
      ['above the range', { type: 'uint16', range: [0, 100] }, big, [101], /101 kW is outside .* 0 to 100 kW/],
      ['below the range', { type: 'int16', range: [-40, 120] }, big, [0xffd7], /-41 kW is outside/],
    ];
    for (const [title, fields, wire, words, reason] of cases) {
      it(title, () => {
        const decoded = decodePoint(pointOf(fields), wire, words, 0);
        assert.match('invalid' in decoded ? decoded.invalid : `read ${decoded.value}`, reason);
      });
    }

    it('but takes the ends of the range, and a SunSpec number outside SunSpec', () => {
      const ranged = pointOf({ type: 'uint16', range: [0, 100] });
      assert.deepEqual(decodePoint(ranged, big, [0], 0), { value: 0 });
      assert.deepEqual(decodePoint(ranged, big, [100], 0), { value: 100 });
      assert.deepEqual(decodePoint(pointOf({ type: 'uint16' }), big, [0xffff], 0), { value: 65535 });
    });
  });

  describe('writes', () => {
    const cases: [string, Partial<ProfilePoint>, WireFormat, number, number[]][] = [
      ['0.29 at scale 0.01 rounded, not truncated', { type: 'uint16', scale: 0.01 }, big, 0.29, [29]],
      ['-2.5 kW as 32 bits', { type: 'int32', scale: 0.001 }, big, -2.5, [0xffff, 0xf63c]],
      ['the low word first', { type: 'int32', scale: 0.001 }, little, -2.5, [0xf63c, 0xffff]],
      ['swapped bytes', { type: 'uint16' }, { wordOrder: 'big', byteOrder: 'little' }, 0x1234, [0x3412]],
      ['the sign of the other convention', { type: 'int16', scale: 0.1, sign: -1 }, big, 100, [0xfc18]],
      ['the greatest int16', { type: 'int16', scale: 0.1 }, big, 3276.7, [0x7fff]],
      ['negative zero as zero', { type: 'float32' }, big, -0, [0, 0]],
      ['zero of the other sign as zero', { type: 'int32', sign: -1 }, big, 0, [0, 0]],
    ];
    for (const [title, fields, wire, value, words] of cases) {
      it(title, () => assert.deepEqual(encodePoint(pointOf(fields), wire, value), words));
    }
  });

  describe('refuses to write', () => {
    const limited = { type: 'int16', scale: 0.1, write: { functionCode: 6, min: -100, max: 100 } } as const;
    const cases: [string, Partial<ProfilePoint>, WireFormat, number, RegExp][] = [
      ['what is no number', {}, big, NaN, /p cannot hold NaN: .*finite/],
      ['infinity', {}, big, -Infinity, /-Infinity/],
      ['more than the profile allows', limited, big, 100.1, /p cannot hold 100.1: -100 to 100 kW/],
      ['less than the profile allows', limited, big, -100.1, /-100 to 100 kW/],
      [
        'more than the register holds',
        { type: 'int16', scale: 0.1 },
        big,
        3276.76,
        /-3276.8 to 3276.7 kW fit its int16/,
      ],
      ['less than nothing', { type: 'uint16' }, big, -1, /0 to 65535 kW/],
      ['what a float cannot hold', { type: 'float32' }, big, 1e39, /float32/],
      ['the number for "not implemented"', { type: 'uint16' }, sunspec, 65535, /not implemented/],
      ['what the arithmetic loses', { type: 'int32', scale: 0.001, shift: 1e20 }, big, 5, /./],
    ];
    for (const [title, fields, wire, value, message] of cases) {
      it(title, () => {
        assert.throws(() => encodePoint(pointOf(fields), wire, value), {
          code: 'register_range',
          status: 422,
          message,
        });
      });
    }

    it('and says in the facts what does not fit', () => {
      assert.throws(() => encodePoint(pointOf(limited), big, 200), {
        facts: { field: 'p', limit: '-100 to 100 kW', value: 200 },
      });
    });
  });

  it('knows widths, ranges and steps', () => {
    assert.deepEqual([...integers, ...floats].map(wordsOf), [1, 1, 2, 2, 4, 4, 2, 4]);
    assert.deepEqual(rawRangeOf('int16'), [-32768, 32767]);
    assert.equal(stepOf(pointOf({ scale: 0.1, sign: -1 })), 0.1);
    assert.equal(stepOf(pointOf({ scale: 0.001 }), 2), 0.1);
  });

  it('reads scale factors from -10 to 10', () => {
    assert.deepEqual([0, 1, 10, 0xffff, 0xfff6].map(decodeScaleFactor), [0, 1, 10, -1, -10]);
    assert.deepEqual([0x8000, 11, 0xfff5].map(decodeScaleFactor), [null, null, null]);
  });

  describe('for every type, order, scale and sign', () => {
    const scale = fc.constantFrom(1, 0.1, 0.01, 0.001, 10, 1000, 0.25, 3.7);
    const sign = fc.constantFrom<1 | -1>(1, -1);
    const shift = fc.constantFrom(0, -40, 273.15);
    const wire = fc.constantFrom(...orders);
    const exponent = fc.constantFrom(0, -2, 3);

    it('reads an integer back within half a step of what was written', () => {
      const share = fc.double({ min: 0, max: 1, noNaN: true });
      fc.assert(
        fc.property(fc.constantFrom(...integers), scale, sign, shift, wire, exponent, share, (...sample) => {
          const [type, scale, sign, shift, wire, exponent, share] = sample;
          const point = pointOf({ type, scale, sign, shift });
          const [min, max] = rawRangeOf(type);
          const step = stepOf(point, exponent);
          // A hair inside, because next to 2^63 a double cannot hold the end and the shift at once.
          const raw = (min + share * (max - min)) * (1 - 1e-12);
          const value = sign * (raw * scale * 10 ** exponent + shift);
          const decoded = decodePoint(point, wire, encodePoint(point, wire, value, exponent), 0, exponent);
          assert.ok('value' in decoded);
          const slack = 1e-14 * Math.abs(value);
          assert.ok(Math.abs(decoded.value - value) <= step / 2 + slack, `${value} reads back ${decoded.value}`);
        }),
        { numRuns: 5000 },
      );
    });

    it('reads a float back to its own precision', () => {
      const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) });
      fc.assert(
        fc.property(fc.constantFrom(...floats), sign, wire, value, (type, sign, wire, value) => {
          const point = pointOf({ type, sign });
          assert.deepEqual(decodePoint(point, wire, encodePoint(point, wire, value), 0), { value: value + 0 });
        }),
        { numRuns: 2000 },
      );
    });

    it('never writes what does not fit', () => {
      const beyond = fc.double({ min: 1, max: 1e6, noNaN: true });
      const end = fc.constantFrom(0, 1);
      fc.assert(
        fc.property(
          fc.constantFrom(...integers),
          scale,
          sign,
          wire,
          end,
          beyond,
          (type, scale, sign, wire, end, beyond) => {
            const point = pointOf({ type, scale, sign });
            const [min, max] = rawRangeOf(type);
            // Relative, because next to 2^64 a double cannot tell one step.
            const raw = end === 0 ? min - beyond - Math.abs(min) * 1e-6 : max + beyond + max * 1e-6;
            assert.throws(() => encodePoint(point, wire, sign * raw * scale), { code: 'register_range' });
          },
        ),
        { numRuns: 2000 },
      );
    });
  });
});
