import { withoutNoise } from '../kernel/index.ts';
import { type AnalyticsHistory, type Interval, intervalsMs, tierMs, tierOfInterval, type TimeSpan } from './history.ts';
import { at, sumOf } from './statistics/column.ts';

/** What a counter counted in each interval in which it was read, in the order of time. Sums equal the counter's difference. */
export interface CountedIntervals {
  readonly intervalMs: number;
  /** Epoch milliseconds, aligned in UTC. */
  readonly start: Float64Array;
  /** In the counter's unit times the scale. */
  readonly counted: Float64Array;
  /**
   * 1 where the interval has all its buckets and the one before: where some are missing, what was counted meanwhile stands in
   * the next one, whose mean power would be wrong.
   */
  readonly isComplete: Uint8Array;
}

/** Reads the intervals that start within the span. `scale` is kWh per unit of an energy counter, 1 for pieces. */
export async function readCounted(
  history: AnalyticsHistory,
  { sensorId, scale }: { readonly sensorId: number; readonly scale: number },
  interval: Interval,
  { from, until }: TimeSpan,
): Promise<CountedIntervals> {
  const tier = tierOfInterval[interval];
  const intervalMs = intervalsMs[interval];
  const first = Math.ceil(from / intervalMs) * intervalMs;
  const end = Math.ceil(until / intervalMs) * intervalMs;
  // One bucket more tells whether the first follows on another.
  const buckets = await history.series({ sensorId, tier, from: first - tierMs[tier], to: end });
  return gather(buckets, { bucketMs: tierMs[tier], intervalMs, first, scale });
}

/** What a counter counted in the quarters of an hour that start within the span; null where it was not read. */
export async function readTotal(
  history: AnalyticsHistory,
  counter: { readonly sensorId: number; readonly scale: number },
  span: TimeSpan,
): Promise<number | null> {
  // Hours tell the same where the span has whole ones, and are fewer.
  const interval = hasWholeHours(span) ? '1hour' : '15min';
  const { counted } = await readCounted(history, counter, interval, span);
  return counted.length === 0 ? null : sumOf(counted);
}

/** True when hours and quarters of an hour that start within the span cover the same time. */
function hasWholeHours({ from, until }: TimeSpan): boolean {
  const ceil = (epochMs: number, interval: Interval): number => Math.ceil(epochMs / intervalsMs[interval]);
  return [from, until].every((end) => ceil(end, '1hour') * 4 === ceil(end, '15min'));
}

function gather(
  { start, delta }: { readonly start: Float64Array; readonly delta: Float64Array },
  { bucketMs, intervalMs, first, scale }: { bucketMs: number; intervalMs: number; first: number; scale: number },
): CountedIntervals {
  const starts: number[] = [];
  const counted: number[] = [];
  const followed: number[] = [];
  for (let row = 0; row < start.length; row += 1) {
    const bucketStart = start[row] ?? NaN;
    const increment = delta[row] ?? NaN;
    if (bucketStart < first || Number.isNaN(increment)) continue;
    const intervalStart = Math.floor(bucketStart / intervalMs) * intervalMs;
    if (starts.at(-1) !== intervalStart) {
      starts.push(intervalStart);
      counted.push(0);
      followed.push(0);
    }
    const last = starts.length - 1;
    counted[last] = at(counted, last) + increment * scale;
    if (row > 0 && bucketStart - (start[row - 1] ?? NaN) === bucketMs) followed[last] = at(followed, last) + 1;
  }
  return {
    intervalMs,
    start: Float64Array.from(starts),
    counted: Float64Array.from(counted, withoutNoise),
    isComplete: Uint8Array.from(followed, (count) => (count === intervalMs / bucketMs ? 1 : 0)),
  };
}
