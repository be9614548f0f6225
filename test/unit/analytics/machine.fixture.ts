import type { AnalyticsHistory } from '../../../nodes/analytics/history.ts';
import { tierMs } from '../../../nodes/analytics/history.ts';
import type { MachineSensors } from '../../../nodes/analytics/machines/machine-sensors.ts';

const minuteMs = 60_000;

/** A reading a minute: what a gauge shows and what a counter has counted at that minute. */
export type ReadingAt = (minute: number) => number | null;

/** A history of sensors that are read once a minute from `start` on, for some minutes; null is a failed reading. */
export function minuteHistory(
  start: number,
  minutes: number,
  sensors: ReadonlyMap<number, ReadingAt>,
): AnalyticsHistory {
  return {
    series({ sensorId, tier, from, to }) {
      if (tier === 'telemetry') throw new Error('this history has buckets only');
      const bucketMs = tierMs[tier];
      const readingAt = sensors.get(sensorId);
      const buckets = new Map<number, { n: number; sum: number; delta: number }>();
      let before: number | null = null;
      for (let minute = 0; readingAt && minute < minutes; minute += 1) {
        const reading = readingAt(minute);
        if (reading === null) continue;
        const bucketStart = Math.floor((start + minute * minuteMs) / bucketMs) * bucketMs;
        const bucket = buckets.get(bucketStart) ?? { n: 0, sum: 0, delta: 0 };
        buckets.set(bucketStart, {
          n: bucket.n + 1,
          sum: bucket.sum + reading,
          delta: bucket.delta + (before === null ? 0 : reading - before),
        });
        before = reading;
      }
      const rows = [...buckets].filter(([bucketStart]) => bucketStart >= from && bucketStart < to);
      const column = (valueOf: (bucket: { n: number; sum: number; delta: number }) => number) =>
        Float64Array.from(rows, ([, bucket]) => valueOf(bucket));
      return Promise.resolve({
        start: Float64Array.from(rows, ([bucketStart]) => bucketStart),
        n: column(({ n }) => n),
        sum: column(({ sum }) => sum),
        delta: column(({ delta }) => delta),
      });
    },
  };
}

/** Energy 1, power 2, pieces 3 and temperature 4. */
export const machineSensors: MachineSensors = {
  energy: { sensorId: 1, scale: 1 },
  power: { sensorId: 2, kwPerUnit: 1 },
  production: { sensorId: 3, scale: 1 },
  byPoint: new Map([
    ['power', { sensorId: 2, unit: 'kW', role: 'power', isCounter: false }],
    ['production_count', { sensorId: 3, unit: 'pieces', role: 'production_count', isCounter: true }],
    ['temperature', { sensorId: 4, unit: '°C', role: 'temperature', isCounter: false }],
  ]),
};
