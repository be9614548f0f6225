import assert from 'node:assert/strict';
import fc from 'fast-check';
import { randomWords, streamKey, uniform, wander } from '../../../nodes/plant/noise.ts';

const seeds = fc.nat(0xffff_ffff);
const stream = streamKey('test');

describe('noise', () => {
  it('spreads evenly and depends on seed, stream and index', () => {
    const draws = Array.from({ length: 20_000 }, (_, index) => uniform(42, stream, index));
    const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((d) => Math.floor(d * 10) === tenth).length);
    for (const count of tenths) assert.ok(Math.abs(count - 2000) < 200, `tenths ${tenths.join(' ')}`);
    assert.notEqual(uniform(42, stream, 1), uniform(43, stream, 1));
    assert.notEqual(uniform(42, stream, 1), uniform(42, streamKey('other'), 1));
    assert.equal(uniform(42, stream, 1), uniform(42, stream, 1));
  });

  it('wanders smoothly within −1..1', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 2e12 }), (seed, epochMs) => {
        const periodMs = 60_000;
        const here = wander(seed, stream, epochMs, periodMs);
        const next = wander(seed, stream, epochMs + 100, periodMs);
        assert.ok(here >= -1 && here <= 1);
        // The steepest smooth step rises 1.5 times its height of at most 2 per period.
        assert.ok(Math.abs(next - here) <= (3 * 100) / periodMs + 1e-9);
      }),
    );
  });

  it('repeats a generator from its seed', () => {
    const [one, same, other] = [randomWords(1), randomWords(1), randomWords(2)];
    const take = (next: () => number): number[] => Array.from({ length: 5 }, next);
    const words = take(one);
    assert.deepEqual(take(same), words);
    assert.notDeepEqual(take(other), words);
  });
});
