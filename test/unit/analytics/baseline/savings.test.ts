import assert from 'node:assert/strict';
import type { BaselineModel } from '../../../../nodes/analytics/baseline/baseline-model.ts';
import { cusumOf } from '../../../../nodes/analytics/baseline/cusum.ts';
import { savingsOf } from '../../../../nodes/analytics/baseline/savings.ts';

const dayMs = 86_400_000;
const modelOf = (rho: number): BaselineModel =>
  ({
    intervalMs: dayMs,
    trained: { rowCount: 365, parameterCount: 2, rho, rmse: 10, residualSd: 10.03, cvRmse: 0.1003 },
  }) as BaselineModel;
const expected = new Float64Array(365).fill(100);
const actual = new Float64Array(365).fill(92);

describe('savings', () => {
  it('are what was expected less what was used', () => {
    const { savedKwh, enpi, expectedKwh } = savingsOf(modelOf(0), actual, expected);
    assert.deepEqual([savedKwh, enpi, expectedKwh], [2920, 0.92, 36_500]);
  });

  it('are as uncertain as the guideline computes by hand', () => {
    // t 0.9958, CV' 0.10027, √((1 + 2/365)/365) 0.05248, α 1.3922 (12 months of days).
    const { uncertaintyKwh, fsu } = savingsOf(modelOf(0), actual, expected);
    assert.ok(Math.abs(uncertaintyKwh! - 36_500 * 0.9958 * 0.10027 * 0.05248 * 1.3922) < 2, String(uncertaintyKwh));
    assert.equal(fsu, uncertaintyKwh! / 2920);
  });

  it('are less certain where days resemble each other, and unknown where hardly one stands alone', () => {
    const [free, related] = [0, 0.5].map((rho) => savingsOf(modelOf(rho), actual, expected).uncertaintyKwh!);
    assert.ok(related! > 1.7 * free!);
    assert.equal(savingsOf(modelOf(0.999), actual, expected).fsu, null);
  });

  it('show in the running sum where use changed', () => {
    assert.deepEqual([...cusumOf(Float64Array.of(5, 5, 7, 7), Float64Array.of(5, 5, 5, 5))], [0, 0, 2, 4]);
  });
});
