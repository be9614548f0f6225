import { at, sorted } from '../statistics/column.ts';

export interface KolmogorovSmirnov {
  /** Largest distance between the two distribution functions, 0 to 1. */
  readonly distance: number;
  /** Probability of such a distance between two samples of one distribution. */
  readonly p: number;
}

/** Two-sample test of Kolmogorov and Smirnov, with Stephens' correction (1970) for small samples. */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): KolmogorovSmirnov {
  const [first, second] = [sorted(a), sorted(b)];
  let distance = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const value = Math.min(at(first, i), at(second, j));
    while (i < first.length && at(first, i) <= value) i += 1;
    while (j < second.length && at(second, j) <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / first.length - j / second.length));
  }
  const root = Math.sqrt((first.length * second.length) / (first.length + second.length));
  return { distance, p: tail((root + 0.12 + 0.11 / root) * distance) };
}

/** 2 Σ (−1)^(k−1) exp(−2 k² λ²). */
function tail(lambda: number): number {
  // Below, the series converges slowly and its sum is 1 to twelve digits.
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
    sum += term;
    if (Math.abs(term) < 1e-16) break;
  }
  return Math.min(1, Math.max(0, sum));
}
