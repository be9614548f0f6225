import type { Tier } from '../history/index.ts';

/** The columns of the history that analytics reads, in the order of the starts. */
export interface BucketColumns {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  /** Samples with a value. */
  readonly n: Float64Array;
  readonly sum: Float64Array;
  /** What a counter rose by since the bucket before; NaN for what is no counter. */
  readonly delta: Float64Array;
}

/** The part of the history that analytics reads. */
export interface AnalyticsHistory {
  series(question: {
    readonly sensorId: number;
    readonly tier: Tier;
    /** Buckets that start within the half-open range. */
    readonly from: number;
    readonly to: number;
  }): Promise<BucketColumns>;
}

/** Half-open, epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

/** The intervals of contract 003. */
export const intervalsMs = {
  '1min': 60_000,
  '5min': 300_000,
  '15min': 900_000,
  '1hour': 3_600_000,
  '1day': 86_400_000,
} as const;
export type Interval = keyof typeof intervalsMs;

/** The coarsest tier that an interval is made of. */
export const tierOfInterval = {
  '1min': 'agg_1min',
  '5min': 'agg_5min',
  '15min': 'agg_5min',
  '1hour': 'agg_1hour',
  '1day': 'agg_1day',
} as const satisfies Record<Interval, Tier>;

export const tierMs = {
  agg_1min: 60_000,
  agg_5min: 300_000,
  agg_1hour: 3_600_000,
  agg_1day: 86_400_000,
} as const satisfies Partial<Record<Tier, number>>;
