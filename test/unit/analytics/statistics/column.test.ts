import assert from 'node:assert/strict';
import {
  correlationOf,
  deviationOf,
  lagOneCorrelation,
  quantileOfSorted,
  sumOf,
} from '../../../../nodes/analytics/statistics/column.ts';

describe('a column of numbers', () => {
  it('is summed without losing the small ones', () => {
    assert.equal(sumOf([1, 1e100, 1, -1e100]), 2);
    assert.equal(sumOf(new Float64Array(10).fill(0.1)), 1);
  });

  it('has quantiles between its values', () => {
    const values = Float64Array.of(1, 2, 4, 8);
    assert.deepEqual(
      [0, 1 / 3, 0.5, 1].map((share) => quantileOfSorted(values, share)),
      [1, 2, 3, 8],
    );
  });

  it('has a deviation of the population and a correlation', () => {
    assert.equal(deviationOf([2, 4, 4, 4, 5, 5, 7, 9]), 2);
    assert.equal(correlationOf(Float64Array.of(1, 2, 3), Float64Array.of(-2, -4, -6)), -1);
    assert.ok(Number.isNaN(correlationOf(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))));
  });

  it('goes with its next value, or against it', () => {
    assert.equal(lagOneCorrelation(Float64Array.of(1, -1, 1, -1)), -0.75);
    assert.equal(lagOneCorrelation(Float64Array.of(0, 0)), 0);
  });
});
