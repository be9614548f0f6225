import assert from 'node:assert/strict';
import { type Arma, filterArma } from '../../../../../nodes/analytics/forecast/arima/arma-filter.ts';
import { seededRandom } from '../../../../../nodes/ids/random.ts';

/** Weights of past errors, long enough for those beyond not to matter. */
function weightsOf({ ar, ma }: Arma): number[] {
  const weights = [1];
  for (let k = 1; k < 2000; k += 1) {
    weights.push(ar.reduce((sum, coefficient, i) => sum + coefficient * (weights[k - 1 - i] ?? 0), ma[k - 1] ?? 0));
  }
  return weights;
}

/** v'v/F and log F of the errors from the covariance of all values at once, by Cholesky: the definition of the likelihood. */
function byCovariance(arma: Arma, values: readonly number[]): { squares: number; logVariances: number } {
  const weights = weightsOf(arma);
  const covarianceAt = (lag: number): number =>
    weights.reduce((sum, weight, k) => sum + weight * (weights[k + lag] ?? 0), 0);
  const covariances = values.map((_, lag) => covarianceAt(lag));
  const factor = values.map(() => new Array<number>(values.length).fill(0));
  let [squares, logVariances] = [0, 0];
  const whitened: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let rest = covariances[i - j]!;
      for (let k = 0; k < j; k += 1) rest -= factor[i]![k]! * factor[j]![k]!;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
    let error = values[i]!;
    for (let k = 0; k < i; k += 1) error -= factor[i]![k]! * whitened[k]!;
    whitened.push(error / factor[i]![i]!);
    squares += whitened[i]! ** 2;
    logVariances += 2 * Math.log(factor[i]![i]!);
  }
  return { squares, logVariances };
}

describe('the filter of an ARMA', () => {
  const random = seededRandom(4);
  const values = Array.from({ length: 60 }, () => random.normal());
  const cases: Record<string, Arma> = {
    'white noise': { ar: [], ma: [] },
    'AR(2)': { ar: [1.2, -0.5], ma: [] },
    'MA(2)': { ar: [], ma: [0.6, -0.3] },
    'ARMA(2, 1)': { ar: [0.5, 0.3], ma: [0.7] },
    'seasonal MA with empty lags': { ar: [], ma: [-0.4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.5, 0.2] },
    'nearly a random walk': { ar: [0.97], ma: [-0.2] },
  };

  for (const [name, arma] of Object.entries(cases)) {
    it(`has the exact likelihood of ${name}`, () => {
      const filtered = filterArma(arma, Float64Array.from(values));
      const exact = byCovariance(arma, values);
      assert.ok(Math.abs(filtered.squares - exact.squares) < 1e-8 * exact.squares);
      assert.ok(Math.abs(filtered.logVariances - exact.logVariances) < 1e-8);
    });
  }

  it('expects the next value from the last ones', () => {
    const { state } = filterArma({ ar: [0.5], ma: [] }, Float64Array.of(3, -1, 8));
    assert.equal(state[0], 4);
  });
});
