import { type CountedIntervals, readCounted } from '../../../nodes/analytics/counted-intervals.ts';
import type { AnalyticsHistory, Interval } from '../../../nodes/analytics/history.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** A Wednesday. */
export const midnight = Date.parse('2026-01-07T00:00:00Z');

/** A history of one counter that has risen by so much in each bucket; null is a bucket that is not there. */
function historyOf(deltas: readonly (number | null)[], bucketMs: number): AnalyticsHistory {
  return {
    series({ from, to }) {
      const rows = deltas.flatMap((delta, row) => {
        const start = midnight + row * bucketMs;
        return delta === null || start < from || start >= to ? [] : [{ start, delta }];
      });
      const column = (key: 'start' | 'delta') => Float64Array.from(rows, (row) => row[key]);
      return Promise.resolve({
        start: column('start'),
        delta: column('delta'),
        n: column('delta'),
        sum: column('delta'),
      });
    },
  };
}

/** Reads the intervals of a counter that has risen by so much in each bucket since midnight: of 5 minutes for quarters, else of hours. */
export function countedOf(
  deltas: readonly (number | null)[],
  interval: Interval = '15min',
  from = midnight,
  until = midnight + 24 * hourMs,
): Promise<CountedIntervals> {
  const history = historyOf(deltas, interval === '15min' ? 5 * minuteMs : hourMs);
  return readCounted(history, { sensorId: 1, scale: 1 }, interval, { from, until });
}
