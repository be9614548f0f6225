import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RateBudget } from '../../../nodes/cloud/rate-budget.ts';

describe('rate budget', () => {
  it('makes the next batch wait for what the one before overdrew', () => {
    const budget = new RateBudget(500, 0);
    assert.equal(budget.waitMs(0), 0);
    budget.spend(700, 0);
    assert.equal(budget.waitMs(0), 400);
    assert.equal(budget.waitMs(100), 300);
    assert.equal(budget.waitMs(400), 0);
  });

  it('saves up one second at most', () => {
    const budget = new RateBudget(500, 0);
    budget.spend(500, 3_600_000);
    budget.spend(1, 3_600_000);
    assert.ok(budget.waitMs(3_600_000) > 0);
  });

  it('never lets more through than its rate, one second and one batch', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.record({ pauseMs: fc.nat(300), amount: fc.nat(100) }), { maxLength: 60 }),
        (perSecond, wishes) => {
          const budget = new RateBudget(perSecond, 0);
          let now = 0;
          let spent = 0;
          for (const { pauseMs, amount } of wishes) {
            now += pauseMs;
            if (budget.waitMs(now) > 0) continue;
            budget.spend(amount, now);
            spent += amount;
          }
          assert.ok(spent <= perSecond * (1 + now / 1000) + 100 + 1e-6);
        },
      ),
    ));
});
