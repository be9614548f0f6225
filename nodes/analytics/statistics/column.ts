/** The value at a position; NaN beyond the ends, so that a wrong position shows in the result. */
export function at(values: ArrayLike<number>, position: number): number {
  return values[position] ?? NaN;
}

/** Sum by Neumaier's compensation: exact to the last digit or two, whatever the order of sizes. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? NaN;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** NaN when there is none. */
export function meanOf(values: ArrayLike<number>): number {
  return values.length === 0 ? NaN : sumOf(values) / values.length;
}

/** Sum of squared distances from a centre, the mean unless given. */
export function squaresAround(values: ArrayLike<number>, centre = meanOf(values)): number {
  return sumOf(Float64Array.from(values, (value) => (value - centre) ** 2));
}

/** Each value's distance from the mean. */
export function centred(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  return values.map((value) => value - mean);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) sum += (a[row] ?? NaN) * (b[row] ?? NaN);
  return sum;
}

/** Standard deviation of the population. */
export function deviationOf(values: ArrayLike<number>): number {
  return Math.sqrt(squaresAround(values) / values.length);
}

/** Quantile of values in ascending order, linear between neighbours (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return at(sorted, below) + (position - below) * (at(sorted, above) - at(sorted, below));
}

export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** Pearson's r; NaN when one side does not vary. */
export function correlationOf(a: Float64Array, b: Float64Array): number {
  const [x, y] = [centred(a), centred(b)];
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

/** Correlation of each value with the next, about a mean of zero, as residuals have. */
export function lagOneCorrelation(residuals: Float64Array): number {
  const squares = dot(residuals, residuals);
  return squares === 0 ? 0 : dot(residuals.subarray(1), residuals) / squares;
}
