import { errors } from '../../errors.ts';
import { at, meanOf } from '../../statistics/column.ts';
import { normalSpread } from '../../statistics/normal.ts';
import type { Forecast } from '../forecast.ts';
import { type Arma, filterArma } from './arma-filter.ts';
import { differencePolynomial, filtered, lagPolynomial, product, stationaryCoefficients } from './polynomial.ts';
import { minimise } from './simplex.ts';

/** ARIMA (p, d, q)(P, D, Q) with a season of `period` intervals; period 1 has no season. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly seasonalP: number;
  readonly seasonalD: number;
  readonly seasonalQ: number;
  readonly period: number;
}

/** A fitted model as it is stored. */
export interface ArimaModel {
  readonly order: ArimaOrder;
  /** φ, Φ, θ and Θ, in the sign y = φ y₋₁ + e + θ e₋₁. */
  readonly ar: readonly number[];
  readonly seasonalAr: readonly number[];
  readonly ma: readonly number[];
  readonly seasonalMa: readonly number[];
  /** Mean of the differenced series; 0 where anything is differenced. */
  readonly mean: number;
  /** Variance of the innovations. */
  readonly variance: number;
  readonly logLikelihood: number;
  /** Values that the likelihood is of: those left after differencing. */
  readonly valueCount: number;
  readonly aic: number;
  readonly bic: number;
}

/** Change of −2 log likelihood per value that no longer matters. */
const likelihoodTolerance = 1e-10;

/** Fits by exact maximum likelihood of the differenced series. Throws `no_period` where the series is too short. */
export function fitArima(values: Float64Array, order: ArimaOrder): ArimaModel {
  const { p, d, q, seasonalP, seasonalD, seasonalQ, period } = order;
  const counts = [p, seasonalP, q, seasonalQ];
  const parameterCount = counts.reduce((sum, count) => sum + count, 0);
  const differenced = filtered(values, differencePolynomial(d, seasonalD, period));
  const hasSeasonalCoefficients = seasonalP + seasonalQ > 0;
  const fewest = Math.max(hasSeasonalCoefficients ? 2 * period : 0, 10 * (parameterCount + 1));
  if (differenced.length < fewest) {
    throw errors.no_period({ limit: fewest + values.length - differenced.length, value: values.length });
  }
  const mean = d + seasonalD === 0 ? meanOf(differenced) : 0;
  const data = differenced.map((value) => value - mean);
  const coefficientsOf = (free: readonly number[]) => {
    const [ar, seasonalAr, ma, seasonalMa] = parts(free, counts).map(stationaryCoefficients);
    // An invertible moving average is a stationary autoregression with the signs turned.
    const turned = (list: readonly number[] = []): number[] => list.map((value) => -value);
    return { ar: ar ?? [], seasonalAr: seasonalAr ?? [], ma: turned(ma), seasonalMa: turned(seasonalMa) };
  };
  const cost = (free: readonly number[]): number => {
    const { squares, logVariances } = filterArma(armaOf(coefficientsOf(free), period), data);
    return Math.log(squares / data.length) + logVariances / data.length;
  };
  const { point, value } = minimise(cost, new Array<number>(parameterCount).fill(0.1), likelihoodTolerance);
  const coefficients = coefficientsOf(point);
  const { squares } = filterArma(armaOf(coefficients, period), data);
  const logLikelihood = (-data.length / 2) * (Math.log(2 * Math.PI) + 1 + value);
  const estimated = parameterCount + 1 + (mean === 0 ? 0 : 1);
  return {
    order,
    ...coefficients,
    mean,
    variance: squares / data.length,
    logLikelihood,
    valueCount: data.length,
    aic: 2 * estimated - 2 * logLikelihood,
    bic: Math.log(data.length) * estimated - 2 * logLikelihood,
  };
}

/** The next values after a series, which need not be the one that the model was fitted to. */
export function forecastArima(model: ArimaModel, values: Float64Array, horizon: number, level: number): Forecast {
  const { d, seasonalD, period } = model.order;
  const differences = differencePolynomial(d, seasonalD, period);
  const arma = armaOf(model, period);
  const data = filtered(values, differences).map((value) => value - model.mean);
  const expected = expectedOf(arma, filterArma(arma, data).state, horizon).map((value) => value + model.mean);
  const mean = integrate(values, expected, differences);
  const spread = normalSpread(level);
  const autoregression = product(lagPolynomial(arma.ar, -1), differences)
    .slice(1)
    .map((value) => -value);
  const weights = psiWeights(autoregression, arma.ma, horizon);
  let variance = 0;
  const half = mean.map((_, step) => {
    variance += model.variance * at(weights, step) ** 2;
    return spread * Math.sqrt(variance);
  });
  return {
    mean,
    lower: mean.map((value, step) => value - at(half, step)),
    upper: mean.map((value, step) => value + at(half, step)),
    level,
  };
}

type Coefficients = Pick<ArimaModel, 'ar' | 'seasonalAr' | 'ma' | 'seasonalMa'>;

/** φ(B) Φ(B^s) and θ(B) Θ(B^s), multiplied out. */
function armaOf({ ar, seasonalAr, ma, seasonalMa }: Coefficients, period: number): Arma {
  const autoregressive = product(lagPolynomial(ar, -1), lagPolynomial(seasonalAr, -1, period));
  const moving = product(lagPolynomial(ma, 1), lagPolynomial(seasonalMa, 1, period));
  return { ar: autoregressive.slice(1).map((value) => -value), ma: moving.slice(1) };
}

function parts(values: readonly number[], counts: readonly number[]): number[][] {
  let from = 0;
  return counts.map((count) => values.slice(from, (from += count)));
}

/** Expected values from the state alone: without errors to come it moves by T. */
function expectedOf({ ar }: Arma, state: Float64Array, horizon: number): Float64Array {
  const current = [...state];
  return Float64Array.from({ length: horizon }, () => {
    const [first = NaN] = current;
    for (let i = 0; i < current.length; i += 1) current[i] = (ar[i] ?? 0) * first + (current[i + 1] ?? 0);
    return first;
  });
}

/** Undoes the differencing: each value follows from its difference and the values before it. */
function integrate(values: Float64Array, expected: Float64Array, differences: readonly number[]): Float64Array {
  const lags = [...differences.entries()].filter(([lag, coefficient]) => lag > 0 && coefficient !== 0);
  const all = [...values.subarray(values.length - (differences.length - 1))];
  for (const value of expected) {
    all.push(lags.reduce((sum, [lag, coefficient]) => sum - coefficient * at(all, all.length - lag), value));
  }
  return Float64Array.from(all.slice(all.length - expected.length));
}

/** Weights of past errors in a value: ψ₀ = 1, ψ_k = θ_k + Σ φ_i ψ_(k−i). */
function psiWeights(ar: readonly number[], ma: readonly number[], count: number): number[] {
  const lags = [...ar.entries()].filter(([, coefficient]) => coefficient !== 0);
  const weights = [1];
  for (let k = 1; k < count; k += 1) {
    const own = ma[k - 1] ?? 0;
    weights.push(lags.reduce((sum, [lag, coefficient]) => sum + coefficient * (weights[k - 1 - lag] ?? 0), own));
  }
  return weights;
}
