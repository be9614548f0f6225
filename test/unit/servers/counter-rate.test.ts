import assert from 'node:assert/strict';
import fc from 'fast-check';
import { increaseOf, rateOf } from '../../../nodes/servers/counter-rate.ts';

describe('counter rate', () => {
  const cases: [before: number | undefined, after: number, seconds: number, rate: number | null][] = [
    [100, 110, 5, 2],
    [999.5, 0.5, 1, 0.5],
    [undefined, 10, 5, null],
    [1, 2, 0, null],
    [1, 2, NaN, null],
    [NaN, 2, 1, null],
  ];
  for (const [before, after, seconds, rate] of cases) {
    it(`${before} to ${after} in ${seconds} s is ${rate} a second`, () => {
      assert.equal(rateOf(before, after, seconds), rate);
    });
  }

  it('never falls, and adds up over any samples without a reset', () => {
    const counts = fc.array(fc.nat(), { minLength: 2 });
    fc.assert(
      fc.property(counts, (steps) => {
        const increases = steps.slice(1).map((after, index) => increaseOf(steps[index]!, after));
        assert.ok(increases.every((increase) => increase >= 0));
        const risen = steps.toSorted((a, b) => a - b);
        const sum = risen.slice(1).reduce((total, after, index) => total + increaseOf(risen[index]!, after), 0);
        assert.equal(sum, risen.at(-1)! - risen[0]!);
      }),
    );
  });
});
