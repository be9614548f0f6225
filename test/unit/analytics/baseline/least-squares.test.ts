import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitLeastSquares, predictRow } from '../../../../nodes/analytics/baseline/least-squares.ts';

const one = (rows: number): Uint16Array => new Uint16Array(rows);

describe('least squares', () => {
  it('finds the line of a textbook, with its error', () => {
    // Anscombe's first set: 3.00 + 0.500 x, s = 1.237, R² = 0.667.
    const x = Float64Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5);
    const y = Float64Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68);
    const fit = fitLeastSquares({ regressors: [{ name: 'x', values: x }], target: y, groups: one(11) });
    assert.equal(fit.intercepts[0]?.toFixed(4), '3.0001');
    assert.equal(fit.slopes[0]?.toFixed(4), '0.5001');
    assert.equal(fit.residualSd.toFixed(4), '1.2366');
    const { expected, sd } = predictRow(fit, [9], 0)!;
    assert.equal(expected.toFixed(3), '7.501');
    assert.equal(sd.toFixed(4), (1.2366 * Math.sqrt(1 + 1 / 11)).toFixed(4));
  });

  it('recovers any plane, whatever the scale of its drivers', () => {
    const coefficient = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, fc.integer({ min: -6, max: 6 }), (a, b, c, exponent) => {
        const scale = 10 ** exponent;
        const u = Float64Array.from({ length: 40 }, (_, row) => scale * Math.sin(row));
        const v = Float64Array.from({ length: 40 }, (_, row) => 1e4 + Math.cos(3 * row));
        const target = u.map((value, row) => a + (b * value) / scale + c * (v[row]! - 1e4));
        const fit = fitLeastSquares({
          regressors: [
            { name: 'u', values: u },
            { name: 'v', values: v },
          ],
          target,
          groups: one(40),
        });
        const size = 1 + Math.abs(a) + Math.abs(b) + Math.abs(c);
        assert.ok(Math.abs(fit.slopes[0]! * scale - b) < 1e-9 * size);
        assert.ok(Math.abs(fit.slopes[1]! - c) < 1e-9 * size);
      }),
      { seed: 6 },
    );
  });

  it('gives each group its own intercept, as indicator columns would', () => {
    const x = Float64Array.from({ length: 30 }, (_, row) => row % 7);
    const groups = Uint16Array.from({ length: 30 }, (_, row) => row % 3);
    const target = x.map((value, row) => 2 * value + 10 * groups[row]! + Math.sin(row));
    const fit = fitLeastSquares({ regressors: [{ name: 'x', values: x }], target, groups });
    const indicator = (group: number) => ({
      name: String(group),
      values: Float64Array.from(groups, (each) => Number(each === group)),
    });
    const dummies = fitLeastSquares({
      regressors: [{ name: 'x', values: x }, indicator(1), indicator(2)],
      target,
      groups: one(30),
    });
    assert.equal(fit.parameterCount, 4);
    assert.ok(Math.abs(fit.residualSd - dummies.residualSd) < 1e-12);
    const [byGroup, byColumn] = [predictRow(fit, [3], 2)!, predictRow(dummies, [3, 0, 1], 0)!];
    assert.ok(Math.abs(byGroup.expected - byColumn.expected) < 1e-12);
    assert.ok(Math.abs(byGroup.sd - byColumn.sd) < 1e-12);
  });

  it('predicts nothing for a group without rows', () => {
    const groups = Uint16Array.of(0, 0, 2, 2);
    const x = Float64Array.of(1, 2, 1, 2);
    const fit = fitLeastSquares({ regressors: [{ name: 'x', values: x }], target: x, groups });
    assert.equal(predictRow(fit, [1], 1), undefined);
    assert.equal(predictRow(fit, [1], 3), undefined);
  });

  it('names what is wrong with its drivers', () => {
    const values = Float64Array.of(1, 2, 4, 7, 9);
    const regression = (others: Float64Array) => () =>
      fitLeastSquares({
        regressors: [
          { name: 'a', values },
          { name: 'b', values: others },
        ],
        target: values.map((value) => value * value),
        groups: one(5),
      });
    assert.throws(regression(values.map((value) => 3 - 2 * value)), {
      code: 'collinear_driver',
      facts: { field: 'b' },
    });
    assert.throws(regression(new Float64Array(5).fill(8)), { code: 'constant_driver' });
    const tooFew = { regressors: [{ name: 'a', values }], target: values, groups: Uint16Array.of(0, 1, 2, 3, 4) };
    assert.throws(() => fitLeastSquares(tooFew), { code: 'too_few_rows' });
  });
});
