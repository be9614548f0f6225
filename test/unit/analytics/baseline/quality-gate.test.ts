import assert from 'node:assert/strict';
import type { Goodness } from '../../../../nodes/analytics/baseline/goodness.ts';
import { qualityOf } from '../../../../nodes/analytics/baseline/quality-gate.ts';

describe('the quality gate of a baseline', () => {
  const cases: readonly (readonly [string, Pick<Goodness, 'cvRmse' | 'rSquared' | 'nmbe'>, boolean, RegExp])[] = [
    ['a flat load with a low R²', { cvRmse: 0.05, rSquared: 0.1, nmbe: 0 }, true, /CV\(RMSE\) 5.0 %/],
    ['a load that comes and goes, half explained', { cvRmse: 0.55, rSquared: 0.6, nmbe: 0.01 }, true, /R² 0.60/],
    [
      'a load that is not explained',
      { cvRmse: 0.55, rSquared: 0.2, nmbe: 0 },
      false,
      /at most 30.0 % or R² at least 0.5/,
    ],
    ['a bias', { cvRmse: 0.05, rSquared: 0.9, nmbe: -0.12 }, false, /bias is beyond ±10.0 %/],
    ['a machine that stands', { cvRmse: null, rSquared: null, nmbe: null }, false, /used no energy/],
  ];
  for (const [name, heldOut, passes, reason] of cases) {
    it(`${passes ? 'passes' : 'stops'} ${name}`, () => {
      const verdict = qualityOf({ heldOut: heldOut as Goodness });
      assert.equal(verdict.passes, passes);
      assert.match(verdict.reason, reason);
    });
  }
});
