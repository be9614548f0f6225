import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countedOf, midnight, minuteMs } from './counted-intervals.fixture.ts';

describe('counted intervals', () => {
  it('sum to what the counter counted, however they are cut', async () => {
    const deltas = fc.array(fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null, freq: 5 }), { maxLength: 288 });
    await fc.assert(
      fc.asyncProperty(deltas, fc.integer({ min: 0, max: 288 }), async (drawn, cut) => {
        const middle = midnight + Math.floor(cut / 3) * 15 * minuteMs;
        const parts = [await countedOf(drawn, '15min', midnight, middle), await countedOf(drawn, '15min', middle)];
        const sum = parts.flatMap(({ counted }) => [...counted]).reduce((total, kwh) => total + kwh, 0);
        assert.equal(
          sum,
          drawn.reduce<number>((total, delta) => total + (delta ?? 0), 0),
        );
      }),
      { seed: 5 },
    );
  });

  it('start within the span, and know which of them are whole', async () => {
    const { start, counted, isComplete } = await countedOf([1, 1, 1, 2, null, 4, 8, 8, 8, 1, 1, 1], '15min', midnight);
    assert.deepEqual(
      [...start].map((each) => (each - midnight) / minuteMs),
      [0, 15, 30, 45],
    );
    assert.deepEqual([...counted], [3, 6, 24, 3]);
    // Nothing before the first; a bucket is missing in the second.
    assert.deepEqual([...isComplete], [0, 0, 1, 1]);
  });
});
