import { at } from '../../statistics/column.ts';

/** y_t = Σ ar_i y_(t−i) + e_t + Σ ma_j e_(t−j), with e of unit variance up to a factor. */
export interface Arma {
  readonly ar: readonly number[];
  readonly ma: readonly number[];
}

export interface Filtered {
  /** Σ v² / F and Σ log F of the one-step errors v with variance F, from which the likelihood follows. */
  readonly squares: number;
  readonly logVariances: number;
  /** State after the last value, predicted for the next: its first element is the next value's expectation. */
  readonly state: Float64Array;
}

/** Change of the state's covariance below which it is taken for settled. */
const settled = 1e-13;

/**
 * Kalman filter of an ARMA process in Harvey's state space form, started from its stationary distribution: the exact likelihood.
 * Once the covariance has settled a step costs as much as the state is long, not its square.
 */
export function filterArma({ ar, ma }: Arma, values: Float64Array): Filtered {
  const size = Math.max(ar.length, ma.length + 1);
  const phi = Float64Array.from({ length: size }, (_, i) => ar[i] ?? 0);
  const noise = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : (ma[i - 1] ?? 0)));
  let covariance = stationaryCovariance(phi, noise);
  let next = new Float64Array(size * size);
  const state = new Float64Array(size);
  const gain = new Float64Array(size);
  let isSettled = false;
  let squares = 0;
  let logVariances = 0;
  for (const value of values) {
    const variance = covariance[0] ?? NaN;
    const error = value - (state[0] ?? NaN);
    squares += (error * error) / variance;
    logVariances += Math.log(variance);
    if (!isSettled) {
      for (let i = 0; i < size; i += 1) {
        gain[i] = (phi[i] ?? NaN) + (i + 1 < size ? (covariance[(i + 1) * size] ?? NaN) / variance : 0);
      }
      isSettled = predictCovariance({ phi, noise, gain, covariance, next }) < settled * variance;
      [covariance, next] = [next, covariance];
    }
    const first = state[0] ?? NaN;
    for (let i = 0; i < size; i += 1) {
      state[i] = (phi[i] ?? NaN) * first + (i + 1 < size ? (state[i + 1] ?? NaN) : 0) + (gain[i] ?? NaN) * error;
    }
  }
  return { squares, logVariances, state };
}

/** T P T' + R R' − K K' F into `next`; returns the largest change. */
function predictCovariance({
  phi,
  noise,
  gain,
  covariance,
  next,
}: Record<'phi' | 'noise' | 'gain' | 'covariance' | 'next', Float64Array>): number {
  const size = phi.length;
  const variance = covariance[0] ?? NaN;
  let change = 0;
  for (let i = 0; i < size; i += 1) {
    const phiI = phi[i] ?? NaN;
    const belowI = i + 1 < size ? (covariance[(i + 1) * size] ?? NaN) : 0;
    for (let j = i; j < size; j += 1) {
      const phiJ = phi[j] ?? NaN;
      const belowJ = j + 1 < size ? (covariance[(j + 1) * size] ?? NaN) : 0;
      const below = i + 1 < size && j + 1 < size ? (covariance[(i + 1) * size + j + 1] ?? NaN) : 0;
      const moved = phiI * phiJ * variance + phiI * belowJ + phiJ * belowI + below;
      const value = moved + (noise[i] ?? NaN) * (noise[j] ?? NaN) - (gain[i] ?? NaN) * (gain[j] ?? NaN) * variance;
      change = Math.max(change, Math.abs(value - (covariance[i * size + j] ?? NaN)));
      next[i * size + j] = value;
      next[j * size + i] = value;
    }
  }
  return change;
}

const mostDoublings = 60;

/** P = T P T' + R R' by doubling: P ← P + A P A', A ← A². */
function stationaryCovariance(phi: Float64Array, noise: Float64Array): Float64Array<ArrayBuffer> {
  const size = phi.length;
  const cell = (i: number, j: number): number => (j === 0 ? at(phi, i) : 0) + (j === i + 1 ? 1 : 0);
  let power = Float64Array.from({ length: size * size }, (_, k) => cell(Math.floor(k / size), k % size));
  const noiseOf = (i: number, j: number): number => at(noise, i) * at(noise, j);
  let covariance = Float64Array.from({ length: size * size }, (_, k) => noiseOf(Math.floor(k / size), k % size));
  for (let doubling = 0; doubling < mostDoublings; doubling += 1) {
    const added = multiply(multiply(power, covariance, size), transpose(power, size), size);
    covariance = covariance.map((value, k) => value + at(added, k));
    const negligible = 1e-17 * at(covariance, 0);
    if (added.every((value) => Math.abs(value) <= negligible)) break;
    power = multiply(power, power, size);
  }
  return covariance;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) {
      const factor = a[i * size + k] ?? NaN;
      if (factor === 0) continue;
      for (let j = 0; j < size; j += 1) {
        result[i * size + j] = (result[i * size + j] ?? NaN) + factor * (b[k * size + j] ?? NaN);
      }
    }
  }
  return result;
}

function transpose(a: Float64Array, size: number): Float64Array {
  return a.map((_, k) => at(a, (k % size) * size + Math.floor(k / size)));
}
