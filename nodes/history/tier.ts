/** Resolutions of the history, from raw samples to days (UTC). The names are those of contract 002. */
export const tiers = ['telemetry', 'agg_1min', 'agg_5min', 'agg_1hour', 'agg_1day'] as const;
export type Tier = (typeof tiers)[number];
export type BucketTier = Exclude<Tier, 'telemetry'>;

export const bucketTiers = tiers.filter((tier) => tier !== 'telemetry');

interface TierShape {
  /** In the store, where names would cost room in each row. */
  readonly number: number;
  /** Length of a bucket; 0 for samples. */
  readonly bucketMs: number;
  /** Time that one chunk of a sensor covers, aligned to the epoch. */
  readonly windowMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const tierShapes: Readonly<Record<Tier, TierShape>> = {
  telemetry: { number: 0, bucketMs: 0, windowMs: 10 * minuteMs },
  agg_1min: { number: 1, bucketMs: minuteMs, windowMs: 6 * hourMs },
  agg_5min: { number: 2, bucketMs: 5 * minuteMs, windowMs: dayMs },
  agg_1hour: { number: 3, bucketMs: hourMs, windowMs: 30 * dayMs },
  agg_1day: { number: 4, bucketMs: dayMs, windowMs: 360 * dayMs },
};

export function coarserTier(tier: BucketTier): BucketTier | undefined {
  return bucketTiers[bucketTiers.indexOf(tier) + 1];
}

/** What the buckets of a tier are made of: finer buckets, or undefined for the samples themselves. */
export function finerTier(tier: BucketTier): BucketTier | undefined {
  return bucketTiers[bucketTiers.indexOf(tier) - 1];
}

export function bucketStart(tier: BucketTier, ts: number): number {
  return floorTo(ts, tierShapes[tier].bucketMs);
}

export function windowStart(tier: Tier, ts: number): number {
  return floorTo(ts, tierShapes[tier].windowMs);
}

/** Starts of the windows that hold a part of the half-open range. */
export function windowsOf(tier: Tier, from: number, to: number): readonly number[] {
  const { windowMs } = tierShapes[tier];
  const first = windowStart(tier, from);
  return Array.from(
    { length: Math.max(0, Math.ceil((to - first) / windowMs)) },
    (_, count) => first + count * windowMs,
  );
}

function floorTo(ts: number, ms: number): number {
  return Math.floor(ts / ms) * ms;
}
