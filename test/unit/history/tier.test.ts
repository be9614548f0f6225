import assert from 'node:assert/strict';
import {
  bucketStart,
  bucketTiers,
  coarserTier,
  finerTier,
  tiers,
  tierShapes,
  windowsOf,
} from '../../../nodes/history/tier.ts';

const at = Date.UTC(2026, 1, 21, 17, 47, 31, 250);

describe('tier', () => {
  for (const [tier, start] of [
    ['agg_1min', '2026-02-21T17:47:00.000Z'],
    ['agg_5min', '2026-02-21T17:45:00.000Z'],
    ['agg_1hour', '2026-02-21T17:00:00.000Z'],
    ['agg_1day', '2026-02-21T00:00:00.000Z'],
  ] as const) {
    it(`${tier} starts at ${start}`, () => assert.equal(new Date(bucketStart(tier, at)).toISOString(), start));
  }

  it('knows its neighbours', () => {
    assert.deepEqual(bucketTiers.map(coarserTier), ['agg_5min', 'agg_1hour', 'agg_1day', undefined]);
    assert.deepEqual(bucketTiers.map(finerTier), [undefined, 'agg_1min', 'agg_5min', 'agg_1hour']);
  });

  it('keeps its numbers and windows, which stand in stored chunks', () => {
    assert.deepEqual(
      tiers.map((tier) => [tierShapes[tier].number, tierShapes[tier].windowMs / 60_000]),
      [
        [0, 10],
        [1, 360],
        [2, 1440],
        [3, 43_200],
        [4, 518_400],
      ],
    );
  });

  it('has whole buckets of the finer tier in each bucket and whole buckets in each window', () => {
    for (const tier of bucketTiers) {
      const { bucketMs, windowMs } = tierShapes[tier];
      const finer = finerTier(tier);
      assert.equal(windowMs % bucketMs, 0);
      assert.equal(finer ? bucketMs % tierShapes[finer].bucketMs : 0, 0);
    }
  });

  it('names the windows that hold a part of a range', () => {
    const sixHours = 6 * 3_600_000;
    assert.deepEqual(windowsOf('agg_1min', sixHours, 2 * sixHours), [sixHours]);
    assert.deepEqual(windowsOf('agg_1min', sixHours - 1, sixHours + 1), [0, sixHours]);
    assert.deepEqual(windowsOf('agg_1min', sixHours, sixHours), []);
  });
});
