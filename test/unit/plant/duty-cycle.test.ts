import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DutyCycle, levelAt, meanLevel } from '../../../nodes/plant/duty-cycle.ts';

const cycle: DutyCycle = {
  periodMs: 40_000,
  phases: [
    { share: 0.25, level: 0.8 },
    { share: 0.5, level: 0.4 },
    { share: 0.25, level: 0 },
  ],
};

describe('duty-cycle', () => {
  for (const [ms, level] of [
    [0, 0.8],
    [9_999, 0.8],
    [10_000, 0.4],
    [30_000, 0],
    [40_000, 0.8],
    [400_000_030_000, 0],
  ] as const) {
    it(`is at ${level} after ${ms} ms`, () => assert.equal(levelAt(cycle, ms), level));
  }

  it('has the mean that fine sampling finds, over any span', () => {
    const instants = fc.integer({ min: 0, max: 2e12 });
    fc.assert(
      fc.property(instants, fc.integer({ min: 10, max: 200_000 }), (fromMs, lengthMs) => {
        const samples = 4000;
        let sum = 0;
        for (let i = 0; i < samples; i += 1) sum += levelAt(cycle, fromMs + ((i + 0.5) / samples) * lengthMs);
        assert.ok(Math.abs(meanLevel(cycle, fromMs, fromMs + lengthMs) - sum / samples) < 5e-3);
      }),
      { numRuns: 50 },
    );
  });

  it('adds up: the mean of a span is the weighted mean of its parts', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (from, a, b) => {
        const parts = meanLevel(cycle, from, from + a) * a + meanLevel(cycle, from + a, from + a + b) * b;
        assert.ok(Math.abs(meanLevel(cycle, from, from + a + b) - parts / (a + b)) < 1e-6);
      }),
    );
  });
});
