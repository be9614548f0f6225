import { type BucketTier, bucketStart, tierShapes } from './tier.ts';

/** What a bucket holds beside its start, in the order in which it is stored. */
export const bucketFields = ['n', 'good', 'expected', 'sum', 'min', 'max', 'first', 'last', 'delta'] as const;
export type BucketField = (typeof bucketFields)[number];

/**
 * Buckets as columns: those of many sensors at one time, or those of one sensor over time. `n` counts samples with a
 * value, `good` those of good quality, `expected` those that the poll period promises; `delta` sums the increments between
 * the samples inside the bucket and is NaN for what is no counter. A bucket without a value does not exist.
 */
export type BucketColumns = Readonly<Record<BucketField, Float64Array>>;

/** Buckets of one sensor in the order of time. */
export interface Buckets extends BucketColumns {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
}

const decimalFactor = 1e6;
/** What adding up a day of values may leave behind the last true digit, relative to their size. */
const roundingNoise = 4e-15;

/** All columns lie in one piece of memory: many small ones would each burden the garbage collector. */
export function allocateColumns(count: number): BucketColumns {
  const all = new Float64Array(count * bucketFields.length);
  const columns = bucketFields.map((field, at) => [field, all.subarray(at * count, (at + 1) * count)] as const);
  return Object.fromEntries(columns) as BucketColumns;
}

export function allocateBuckets(count: number): Buckets {
  return { start: new Float64Array(count), ...allocateColumns(count) };
}

/** Some of the buckets, in the order of the positions. */
export function pickColumns(columns: BucketColumns, positions: readonly number[]): BucketColumns {
  return Object.fromEntries(
    bucketFields.map((field) => [field, Float64Array.from(positions, (position) => columns[field][position] ?? NaN)]),
  ) as BucketColumns;
}

/** Those that start within the half-open range; their columns are views of the given ones. */
export function bucketsWithin(buckets: Buckets, from: number, to: number): Buckets {
  const { start } = buckets;
  let low = 0;
  while (low < start.length && (start[low] ?? NaN) < from) low += 1;
  let high = start.length;
  while (high > low && (start[high - 1] ?? NaN) >= to) high -= 1;
  if (low === 0 && high === start.length) return buckets;
  const part = Object.fromEntries(bucketFields.map((field) => [field, buckets[field].subarray(low, high)]));
  return { start: start.subarray(low, high), ...(part as BucketColumns) };
}

/** All buckets of both in the order of time; where both have one, that of `over` stands. */
export function overlaid(base: Buckets, over: Buckets): Buckets {
  if (over.start.length === 0) return base;
  if (base.start.length === 0) return over;
  if ((base.start.at(-1) ?? NaN) < (over.start[0] ?? NaN)) return joined([base, over]);
  const sources = new Map<number, readonly [Buckets, number]>();
  for (const buckets of [base, over]) {
    for (const [position, start] of buckets.start.entries()) sources.set(start, [buckets, position]);
  }
  const starts = Float64Array.from(sources.keys()).sort();
  const all = allocateBuckets(starts.length);
  for (const [row, start] of starts.entries()) {
    const [buckets, position] = sources.get(start) ?? [base, 0];
    all.start[row] = start;
    for (const field of bucketFields) all[field][row] = buckets[field][position] ?? NaN;
  }
  return all;
}

export function joined(parts: readonly Buckets[]): Buckets {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = allocateBuckets(parts.reduce((count, { start }) => count + start.length, 0));
  let row = 0;
  for (const part of parts) {
    all.start.set(part.start, row);
    for (const field of bucketFields) all[field].set(part[field], row);
    row += part.start.length;
  }
  return all;
}

/** Empties the bucket at a position. */
export function clearBucket(columns: BucketColumns, at: number, expected: number, isCounter: boolean): void {
  columns.n[at] = 0;
  columns.good[at] = 0;
  columns.expected[at] = expected;
  columns.sum[at] = 0;
  columns.min[at] = Infinity;
  columns.max[at] = -Infinity;
  columns.delta[at] = isCounter ? 0 : NaN;
}

/** Counts one sample with a value into the bucket at a position; samples come in the order of time. */
export function addSample(columns: BucketColumns, at: number, value: number, isGood: boolean): void {
  const { n, good, sum, min, max, first, last, delta } = columns;
  if (n[at] === 0) first[at] = value;
  else delta[at] = (delta[at] ?? NaN) + increment(last[at] ?? NaN, value);
  n[at] = (n[at] ?? 0) + 1;
  if (isGood) good[at] = (good[at] ?? 0) + 1;
  sum[at] = (sum[at] ?? 0) + value;
  if (value < (min[at] ?? NaN)) min[at] = value;
  if (value > (max[at] ?? NaN)) max[at] = value;
  last[at] = value;
}

/** Counts a settled finer bucket into the bucket at a position; they come in the order of time. */
export function addBucket(columns: BucketColumns, at: number, finer: BucketColumns, from: number): void {
  const { n, good, sum, min, max, first, last, delta } = columns;
  const [finerFirst, finerMin, finerMax] = [finer.first[from] ?? NaN, finer.min[from] ?? NaN, finer.max[from] ?? NaN];
  if (n[at] === 0) first[at] = finerFirst;
  else delta[at] = (delta[at] ?? NaN) + increment(last[at] ?? NaN, finerFirst);
  delta[at] = (delta[at] ?? NaN) + (finer.delta[from] ?? NaN);
  n[at] = (n[at] ?? 0) + (finer.n[from] ?? 0);
  good[at] = (good[at] ?? 0) + (finer.good[from] ?? 0);
  sum[at] = (sum[at] ?? 0) + (finer.sum[from] ?? NaN);
  if (finerMin < (min[at] ?? NaN)) min[at] = finerMin;
  if (finerMax > (max[at] ?? NaN)) max[at] = finerMax;
  last[at] = finer.last[from] ?? NaN;
}

/** Ends the bucket at a position: what was added up loses its rounding noise. */
export function settleBucket({ n, sum, min, max, delta }: BucketColumns, at: number): void {
  const largest = Math.max(Math.abs(min[at] ?? NaN), Math.abs(max[at] ?? NaN));
  sum[at] = withoutNoise(sum[at] ?? NaN, (n[at] ?? NaN) * largest);
  const counted = delta[at] ?? NaN;
  delta[at] = withoutNoise(counted, Math.max(Math.abs(counted), largest));
}

/** Buckets of a tier from all finer ones of one sensor. The expected count grows with the length of the bucket. */
export function coarsened(finer: Buckets, finerTier: BucketTier, tier: BucketTier): Buckets {
  const factor = tierShapes[tier].bucketMs / tierShapes[finerTier].bucketMs;
  const buckets = allocateBuckets(finer.start.length);
  let at = -1;
  for (const [from, finerStart] of finer.start.entries()) {
    const start = bucketStart(tier, finerStart);
    if (at < 0 || buckets.start[at] !== start) {
      if (at >= 0) settleBucket(buckets, at);
      at += 1;
      buckets.start[at] = start;
      clearBucket(buckets, at, factor * (finer.expected[from] ?? NaN), !Number.isNaN(finer.delta[from]));
    }
    addBucket(buckets, at, finer, from);
  }
  if (at >= 0) settleBucket(buckets, at);
  const part = Object.fromEntries(bucketFields.map((field) => [field, buckets[field].slice(0, at + 1)]));
  return { start: buckets.start.slice(0, at + 1), ...(part as BucketColumns) };
}

/**
 * What a counter counted from one reading to the next. One that is below the last has been reset, and counted from zero; a
 * register that wraps around is taken for a reset, which loses what was left up to its limit.
 */
export function increment(from: number, to: number): number {
  return to >= from ? withoutNoise(to - from, to) : to;
}

/** What a counter counted in two spans, one after the other. */
export function addedUp(earlier: number, later: number): number {
  return withoutNoise(earlier + later, earlier + later);
}

/** The number of at most six decimals that is as near as the rounding of numbers of the given size takes it. */
function withoutNoise(value: number, size: number): number {
  const decimal = Math.round(value * decimalFactor) / decimalFactor;
  return Math.abs(decimal - value) <= roundingNoise * Math.abs(size) ? decimal : value;
}
