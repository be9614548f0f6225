import assert from 'node:assert/strict';
import { fitArima, forecastArima } from '../../../../../nodes/analytics/forecast/arima/arima.ts';
import {
  differencePolynomial,
  filtered,
  stationaryCoefficients,
} from '../../../../../nodes/analytics/forecast/arima/polynomial.ts';
import { minimise } from '../../../../../nodes/analytics/forecast/arima/simplex.ts';
import { seededRandom } from '../../../../../nodes/ids/random.ts';

const plain = { seasonalP: 0, seasonalD: 0, seasonalQ: 0, period: 1 };

function simulate(count: number, ar: number, ma: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  let [value, before] = [0, 0];
  return Float64Array.from({ length: count }, () => {
    const error = random.normal();
    value = ar * value + error + ma * before;
    before = error;
    return value;
  });
}

describe('an ARIMA', () => {
  it('finds the coefficients that made a series', () => {
    const { ar, ma, variance } = fitArima(simulate(4000, 0.7, 0.4, 1), { p: 1, d: 0, q: 1, ...plain });
    assert.ok(Math.abs(ar[0]! - 0.7) < 0.05 && Math.abs(ma[0]! - 0.4) < 0.05 && Math.abs(variance - 1) < 0.07);
  });

  it('continues a line and a season without error', () => {
    const values = Float64Array.from(
      { length: 60 },
      (_, row) => 2 * row + [0, 5, -3, 1][row % 4]! + 1e-6 * Math.sin(row * row),
    );
    const model = fitArima(values, { p: 0, d: 1, q: 0, seasonalP: 0, seasonalD: 1, seasonalQ: 0, period: 4 });
    const { mean } = forecastArima(model, values, 8, 0.95);
    for (const [step, value] of mean.entries()) {
      assert.ok(Math.abs(value - (2 * (60 + step) + [0, 5, -3, 1][step % 4]!)) < 1e-3, `${step}: ${value}`);
    }
  });

  it('has the interval of a random walk: it widens with the root of the horizon', () => {
    let level = 0;
    const walk = simulate(2000, 0, 0, 2).map((error) => (level += error));
    const { lower, upper } = forecastArima(fitArima(walk, { p: 0, d: 1, q: 0, ...plain }), walk, 9, 0.95);
    const width = (step: number) => upper[step]! - lower[step]!;
    assert.ok(Math.abs(width(8) / width(0) - 3) < 1e-9);
    assert.ok(Math.abs(width(0) - 2 * 1.96) < 0.15);
  });

  it('returns to the mean of what it was fitted to', () => {
    const values = simulate(1000, 0.5, 0, 3).map((value) => value + 100);
    const { mean } = forecastArima(fitArima(values, { p: 1, d: 0, q: 0, ...plain }), values, 50, 0.95);
    assert.ok(Math.abs(mean[49]! - 100) < 0.3);
  });

  it('survives being stored, and goes on from newer values', () => {
    const values = simulate(500, 0.7, 0.4, 5);
    const model = fitArima(values.subarray(0, 400), { p: 1, d: 0, q: 1, ...plain });
    const stored = JSON.parse(JSON.stringify(model)) as typeof model;
    assert.deepEqual(forecastArima(stored, values, 3, 0.95), forecastArima(model, values, 3, 0.95));
  });

  it('refuses a series that is too short', () => {
    const order = { p: 1, d: 0, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 0, period: 24 };
    assert.throws(() => fitArima(new Float64Array(50), order), { code: 'no_period' });
    // A coefficient of the season needs two seasons of differences.
    assert.throws(() => fitArima(new Float64Array(70), { ...order, seasonalQ: 1 }), { code: 'no_period' });
  });

  it('goes on as before where every season is the same', () => {
    const order = { p: 1, d: 0, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 0, period: 24 };
    const values = Float64Array.from({ length: 96 }, (_, hour) => hour % 24);
    assert.deepEqual([...forecastArima(fitArima(values, order), values, 3, 0.95).mean], [0, 1, 2]);
  });
});

describe('its parts', () => {
  it('difference a series', () => {
    assert.deepEqual([...filtered(Float64Array.of(1, 4, 9, 16, 25), differencePolynomial(2, 0, 1))], [2, 2, 2]);
    assert.deepEqual(differencePolynomial(1, 1, 2), [1, -1, -1, 1]);
  });

  it('make stationary autoregressions of any numbers', () => {
    assert.deepEqual(stationaryCoefficients([0, 0]), [0, 0]);
    for (const free of [[5, -5, 5], [-3, 2], [0.1]]) {
      const ar = stationaryCoefficients(free);
      const weights = [1];
      for (let k = 1; k < 5000; k += 1) weights.push(ar.reduce((sum, c, i) => sum + c * (weights[k - 1 - i] ?? 0), 0));
      assert.ok(Math.abs(weights.at(-1)!) < 1, String(free));
    }
  });

  it('find the bottom of a curved valley', () => {
    const rosenbrock = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const { point } = minimise(rosenbrock, [-1.2, 1], 1e-12);
    assert.ok(Math.abs(point[0]! - 1) < 1e-4 && Math.abs(point[1]! - 1) < 1e-4);
  });
});
