import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutOut, windowTextOf } from '../../../nodes/history/window-text.ts';

const anyStarts = fc.uniqueArray(fc.nat(30), { maxLength: 12 }).map((starts) => starts.sort((a, b) => a - b));

describe('window text', () => {
  it('cuts out the points that start within a range, with the commas between them', () => {
    fc.assert(
      fc.property(anyStarts, fc.nat(31), fc.nat(31), (starts, from, to) => {
        const pointAt = (start: number): string => `{"bucket":${start}}`;
        const window = windowTextOf(Float64Array.from(starts), starts.map(pointAt));
        const inside = starts.filter((start) => start >= from && start < to);
        const { pointCount, text } = cutOut(window, from, to);
        assert.equal(pointCount, inside.length);
        assert.equal(Buffer.from(text).toString(), inside.map(pointAt).join(','));
      }),
    );
  });
});
