import assert from 'node:assert/strict';
import { twoSidedQuantile, twoSidedTail } from '../../../../nodes/analytics/statistics/student-t.ts';

function assertClose(actual: number, expected: number, relative = 1e-10): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

describe("Student's t", () => {
  it('has the tails that have a closed form', () => {
    for (const t of [0.1, 1, 2.5, 12, 300]) {
      assertClose(twoSidedTail(t, 1), 1 - (2 / Math.PI) * Math.atan(t));
      assertClose(twoSidedTail(t, 2), 1 - t / Math.sqrt(2 + t * t));
    }
  });

  it('has the quantiles of the printed tables', () => {
    const table = [
      [0.95, 1, 12.706],
      [0.95, 10, 2.228],
      [0.99, 30, 2.75],
      [0.68, 20, 1.02],
      [0.95, 100_000, 1.96],
    ] as const;
    for (const [level, degrees, t] of table) {
      assert.equal(twoSidedQuantile(level, degrees).toFixed(2), t.toFixed(2), `${level} with ${degrees}`);
    }
  });

  it('takes a quantile back to its tail', () => {
    for (const degrees of [1, 3, 29.5, 8000]) {
      for (const level of [0.5, 0.9, 0.9995]) {
        assertClose(twoSidedTail(twoSidedQuantile(level, degrees), degrees), 1 - level, 1e-9);
      }
    }
  });
});
