/** The statistics of the drift check once more, straight from their definitions and without the product's code. */

/** D and p of the two-sample test: the distribution functions are compared at every value of either sample. */
export function plainKolmogorovSmirnov(a: readonly number[], b: readonly number[]): { distance: number; p: number } {
  const below = (sample: readonly number[], x: number) => sample.filter((value) => value <= x).length / sample.length;
  const distance = Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))));
  const effective = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const lambda = distance * (effective + 0.12 + 0.11 / effective);
  let p = 0;
  for (let k = 50; k >= 1; k -= 1) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * lambda) ** 2);
  return { distance, p: lambda < 0.2 ? 1 : Math.min(1, p) };
}

/** Over ten bins of equal counts of the reference, half a value more in each, less its expectation without a change. */
export function plainStabilityIndex(reference: readonly number[], current: readonly number[]): number {
  const ascending = [...reference].sort((x, y) => x - y);
  const quantile = (share: number) => {
    const place = share * (ascending.length - 1);
    const [low, high] = [ascending[Math.floor(place)]!, ascending[Math.ceil(place)]!];
    return low + (place % 1) * (high - low);
  };
  const edges = [-Infinity, ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => quantile(tenth / 10)), Infinity];
  let index = 0;
  for (let bin = 0; bin < 10; bin += 1) {
    const share = (sample: readonly number[]) =>
      (sample.filter((x) => x > edges[bin]! && x <= edges[bin + 1]!).length + 0.5) / (sample.length + 5);
    const [p, q] = [share(reference), share(current)];
    index += q * Math.log(q / p) + p * Math.log(p / q);
  }
  return Math.max(0, index - 9 / reference.length - 9 / current.length);
}

/** The middle one of the slopes between all pairs of points. */
export function plainTheilSen(x: readonly number[], y: readonly number[]): number {
  const slopes = x.flatMap((from, i) => x.slice(i + 1).map((to, k) => (y[i + 1 + k]! - y[i]!) / (to - from)));
  slopes.sort((one, other) => one - other);
  const half = slopes.length / 2;
  return slopes.length % 2 === 1 ? slopes[half - 0.5]! : (slopes[half - 1]! + slopes[half]!) / 2;
}
