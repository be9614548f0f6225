import { at, quantileOfSorted, sorted } from '../statistics/column.ts';

const binCount = 10;
const fewestValues = 72;

/**
 * Population stability index over ten bins of equal reference counts, less what it is without any change: (bins − 1)(1/n + 1/m).
 * Null below 72 values, of which the index says nothing.
 */
export function populationStability(reference: Float64Array, current: Float64Array): number | null {
  if (current.length < fewestValues || reference.length < fewestValues) return null;
  const ascending = sorted(reference);
  const inner = Array.from({ length: binCount - 1 }, (_, bin) => quantileOfSorted(ascending, (bin + 1) / binCount));
  const edges = [...new Set(inner)];
  const [expected, found] = [sharesOf(reference, edges), sharesOf(current, edges)];
  const index = expected.reduce(
    (sum, share, bin) => sum + (at(found, bin) - share) * Math.log(at(found, bin) / share),
    0,
  );
  return Math.max(0, index - edges.length * (1 / reference.length + 1 / current.length));
}

/** With half a value more in each bin, so that an empty one has a logarithm. */
function sharesOf(values: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0.5);
  for (const value of values) {
    const bin = edges.filter((edge) => edge < value).length;
    counts[bin] = at(counts, bin) + 1;
  }
  const all = values.length + 0.5 * counts.length;
  return counts.map((count) => count / all);
}
