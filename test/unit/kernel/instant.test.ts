import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isoUtc, isoWithOffset, parseInstant } from '../../../nodes/kernel/index.ts';

const noon = Date.UTC(2026, 1, 21, 12);

describe('an instant', () => {
  const written: [string, number | undefined][] = [
    ['2026-02-21T12:00:00Z', noon],
    ['2026-02-21T12:00:00z', noon],
    ['2026-02-21 12:00:00', noon],
    ['2026-02-21T12:00', noon],
    ['2026-02-21', noon - 12 * 3_600_000],
    ['2026-02-21T12:00:00.5', noon + 500],
    ['2026-02-21T12:00:00.123456789Z', noon + 123],
    ['2026-02-21T14:00:00+02:00', noon],
    ['2026-02-21T14:00:00 02:00', noon],
    ['2026-02-21T14:00:00+0200', noon],
    ['2026-02-21T06:30:00-05:30', noon],
    ['2026-02-21T14:00:00+02', noon],
    ['2026-02-21T14:00:00+02:60', undefined],
    ['2026-02-21T14:00:00+19:00', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['2026-13-01', undefined],
    ['2026-02-21T24:30:00Z', undefined],
    ['21.2.2026', undefined],
    ['now', undefined],
    ['1771675200', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of written) {
    it(`${JSON.stringify(text)} is ${expected === undefined ? 'none' : isoUtc(expected)}`, () => {
      assert.equal(parseInstant(text), expected);
    });
  }

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        assert.equal(parseInstant(isoUtc(date.getTime())), date.getTime());
      }),
    );
  });

  it('is written as a Date writes it, but for milliseconds that are none', () => {
    const far = 8_640_000_000_000_000;
    const times = fc.oneof(fc.integer({ min: -far, max: far }), fc.double({ min: -1e13, max: 1e13, noNaN: true }));
    fc.assert(
      fc.property(times, (epochMs) => {
        const expected = new Date(epochMs).toISOString().replace('.000Z', 'Z');
        assert.equal(isoUtc(epochMs), expected);
        assert.equal(isoWithOffset(epochMs), expected.replace('Z', '+00:00'));
      }),
    );
    assert.throws(() => isoUtc(NaN), RangeError);
  });

  it('shows milliseconds only where there are some', () => {
    assert.equal(isoUtc(noon), '2026-02-21T12:00:00Z');
    assert.equal(isoUtc(noon + 5), '2026-02-21T12:00:00.005Z');
  });
});
