import { defineErrors } from '../kernel/index.ts';
import { type Tier, tiers, tierShapes } from './tier.ts';
import type { TimeRange } from './time-range.ts';

/** Tiers by the names that a question gives them, from fine to coarse. */
export const aggregations = {
  raw: 'telemetry',
  '1min': 'agg_1min',
  '5min': 'agg_5min',
  '1hour': 'agg_1hour',
  '1day': 'agg_1day',
} as const satisfies Record<string, Tier>;
export type Aggregation = keyof typeof aggregations;

const errors = defineErrors({
  too_many_points: {
    status: 400,
    message: ({ limit, value, advice }) =>
      `The span may hold ${String(value)} points, the limit is ${String(limit)}: ask for ${String(advice)}.`,
  },
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Spans shorter than the bound get the tier; contract 002. */
const bounds: readonly (readonly [spanMs: number, tier: Tier])[] = [
  [2 * hourMs, 'telemetry'],
  [12 * hourMs, 'agg_1min'],
  [3 * dayMs, 'agg_5min'],
  [90 * dayMs, 'agg_1hour'],
];

/** The tier that fits a span, unless one is forced. */
export function tierFor({ from, until }: TimeRange, forced?: Aggregation): Tier {
  if (forced !== undefined) return aggregations[forced];
  return bounds.find(([spanMs]) => until - from < spanMs)?.[1] ?? 'agg_1day';
}

/**
 * Refuses a span that may hold more points of one sensor than the limit, as far as its length tells. Raw samples are
 * expected at the sensor's poll period, milliseconds; undefined when it is not known. Throws `too_many_points`.
 */
export function checkPointCount(tier: Tier, range: TimeRange, limit: number, periodMs: number | undefined): void {
  const points = pointsOf(tier, range, periodMs);
  if (points <= limit) return;
  const coarser = Object.entries(aggregations).slice(tiers.indexOf(tier) + 1);
  const agg = coarser.find(([, candidate]) => pointsOf(candidate, range, periodMs) <= limit)?.[0];
  const advice = agg === undefined ? 'a shorter one or for fewer sensors' : `agg=${agg}`;
  throw errors.too_many_points({ field: 'agg', limit, value: points, advice });
}

function pointsOf(tier: Tier, { from, until }: TimeRange, periodMs: number | undefined): number {
  const { bucketMs } = tierShapes[tier];
  const pointMs = bucketMs === 0 ? periodMs : bucketMs;
  return pointMs === undefined ? 0 : Math.ceil((until - from) / pointMs);
}
