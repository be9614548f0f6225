import { at } from '../../statistics/column.ts';

/** Coefficients by power of the backshift operator; the first is that of power 0. */
export type Polynomial = readonly number[];

export function product(a: Polynomial, b: Polynomial): number[] {
  const result = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) result[i + j] = at(result, i + j) + x * y;
  return result;
}

/** 1 + sign × (c₁ B^step + c₂ B^(2 step) + …). */
export function lagPolynomial(coefficients: readonly number[], sign: 1 | -1, step = 1): number[] {
  const result = new Array<number>(coefficients.length * step + 1).fill(0);
  result[0] = 1;
  for (const [position, coefficient] of coefficients.entries()) result[(position + 1) * step] = sign * coefficient;
  return result;
}

/** (1 − B)^d (1 − B^period)^D. */
export function differencePolynomial(d: number, seasonal: number, period: number): number[] {
  let result = [1];
  for (let order = 0; order < d; order += 1) result = product(result, lagPolynomial([1], -1));
  for (let order = 0; order < seasonal; order += 1) result = product(result, lagPolynomial([1], -1, period));
  return result;
}

/** The series filtered by a polynomial: shorter by its degree. */
export function filtered(values: Float64Array, polynomial: Polynomial): Float64Array {
  const degree = polynomial.length - 1;
  const lags = [...polynomial.entries()].filter(([, coefficient]) => coefficient !== 0);
  return Float64Array.from({ length: Math.max(0, values.length - degree) }, (_, row) =>
    lags.reduce((sum, [lag, coefficient]) => sum + coefficient * at(values, row + degree - lag), 0),
  );
}

/**
 * Coefficients of a stationary autoregression from any numbers: each is squeezed into a partial autocorrelation, from which
 * Durbin and Levinson's recursion makes the coefficients (Monahan 1984).
 */
export function stationaryCoefficients(free: readonly number[]): number[] {
  let coefficients: number[] = [];
  for (const number of free) {
    const partial = number / Math.sqrt(1 + number * number);
    const order = coefficients.length;
    coefficients = [...coefficients.map((c, i) => c - partial * at(coefficients, order - 1 - i)), partial];
  }
  return coefficients;
}
