import { withoutNoise } from '../kernel/index.ts';
import type { EnergySensor } from './energy-sensors.ts';

/** The tiers whose buckets billing reads. */
export const bucketMs = { agg_5min: 300_000, agg_1hour: 3_600_000 } as const;
export type EnergyTier = keyof typeof bucketMs;

/** Closed buckets of one sensor, one column for each figure, in the order of their starts. */
export interface BucketColumns {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  /** Samples with a value. */
  readonly n: Float64Array;
  /** Samples of good quality. */
  readonly good: Float64Array;
  /** Samples that the poll period lets expect. */
  readonly expected: Float64Array;
  readonly sum: Float64Array;
  /** Reset-aware increments of a counter; NaN where the bucket has none. */
  readonly delta: Float64Array;
}

/** The part of the history that billing reads. */
export interface EnergyHistory {
  series(question: {
    readonly sensorId: number;
    readonly tier: EnergyTier;
    /** Epoch milliseconds of the first and past the last bucket start. */
    readonly from: number;
    readonly to: number;
  }): Promise<BucketColumns>;
}

/** Energy of one sensor by bucket: only buckets in which it was measured. */
export interface EnergySeries {
  readonly sensor: EnergySensor;
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  readonly kwh: Float64Array;
  readonly sampleCount: Float64Array;
  /** Good samples to expected ones, at most 1. */
  readonly goodRatio: Float64Array;
}

const hourMs = 3_600_000;

export async function readEnergy(
  history: EnergyHistory,
  sensor: EnergySensor,
  tier: EnergyTier,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<EnergySeries> {
  const columns = await history.series({ sensorId: sensor.sensorId, tier, from, to: until });
  return energyOf(sensor, columns, bucketMs[tier]);
}

/**
 * A counter's energy is the sum of its increments in the bucket, so that sums over buckets equal the difference of its
 * readings; a power's is its mean times the length of the bucket.
 */
export function energyOf(sensor: EnergySensor, columns: BucketColumns, lengthMs: number): EnergySeries {
  const { start, n, good, expected, sum, delta } = columns;
  const kwhAt = (row: number): number => {
    if (sensor.source === 'counter') return withoutNoise((delta[row] ?? NaN) * sensor.scale);
    return withoutNoise((((sum[row] ?? NaN) / (n[row] ?? 0)) * sensor.scale * lengthMs) / hourMs);
  };
  const measured = Uint32Array.from(start.keys()).filter((row) => (n[row] ?? 0) > 0 && Number.isFinite(kwhAt(row)));
  const column = (valueAt: (row: number) => number): Float64Array => Float64Array.from(measured, valueAt);
  return {
    sensor,
    start: column((row) => start[row] ?? NaN),
    kwh: column(kwhAt),
    sampleCount: column((row) => n[row] ?? NaN),
    goodRatio: column((row) => Math.min(1, (good[row] ?? 0) / (expected[row] ?? 0))),
  };
}
