/** The value at a position; NaN beyond the ends, so that a wrong position shows in the result. */
export function at(values: ArrayLike<number>, position: number): number {
  return values[position] ?? NaN;
}

/** Sum by Neumaier's compensation: exact to the last digit or two, whatever the order of sizes. */
export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** NaN when there is none. */
export function meanOf(values: ArrayLike<number> & Iterable<number>): number {
  return values.length === 0 ? NaN : sumOf(values) / values.length;
}

/** Sum of squared distances from a centre, the mean unless given. */
export function squaresAround(values: ArrayLike<number> & Iterable<number>, centre = meanOf(values)): number {
  return sumOf(Array.from(values, (value) => (value - centre) ** 2));
}

/** Standard deviation of the population. */
export function deviationOf(values: ArrayLike<number> & Iterable<number>): number {
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
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const products = sumOf(a.map((value, row) => (value - meanA) * (at(b, row) - meanB)));
  return products / Math.sqrt(squaresAround(a, meanA) * squaresAround(b, meanB));
}

/** Correlation of each value with the next, about a mean of zero, as residuals have. */
export function lagOneCorrelation(residuals: Float64Array): number {
  let products = 0;
  let squares = 0;
  for (let row = 0; row < residuals.length; row += 1) {
    squares += at(residuals, row) ** 2;
    if (row > 0) products += at(residuals, row) * at(residuals, row - 1);
  }
  return squares === 0 ? 0 : products / squares;
}
