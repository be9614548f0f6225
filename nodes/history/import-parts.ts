import { type Frame, notDue } from '../site/index.ts';
import { bucketsWithin } from './bucket.ts';
import type { ImportedBuckets, ImportedSamples } from './import-history.ts';
import { SampleList } from './sample.ts';
import { packed } from './packed.ts';

const dayMs = 86_400_000;
/** Keeps one write under about ten milliseconds. */
const bucketsPerWrite = 6000;
const samplesPerWrite = 12_000;

/** Buckets of some sensors in parts that one write takes each: of whole UTC days, so that each makes whole chunks. */
export function importParts(sensors: readonly ImportedBuckets[]): readonly (readonly ImportedBuckets[])[] {
  return packed(sensors.flatMap(daysOf), ({ buckets }) => buckets.start.length, bucketsPerWrite);
}

/** Samples of the recorded points of some frames, in parts that one write takes each. */
export function samplesOf(frames: readonly Frame[]): readonly (readonly ImportedSamples[])[] {
  const lists = new Map<number, SampleList>();
  for (const { index, ts, values, quality, reasons } of frames) {
    for (const [column, { sensorId }] of index.points.entries()) {
      if (sensorId === undefined || reasons.get(column) === notDue) continue;
      const list = lists.get(sensorId) ?? new SampleList();
      lists.set(sensorId, list);
      list.add(ts, values[column] ?? NaN, quality[column] ?? NaN);
    }
  }
  const sensors = [...lists].map(([sensorId, { samples }]) => ({ sensorId, samples }));
  return packed(sensors, ({ samples }) => samples.times.length, samplesPerWrite);
}

function daysOf({ sensorId, buckets }: ImportedBuckets): readonly ImportedBuckets[] {
  const days: ImportedBuckets[] = [];
  const { start } = buckets;
  for (let at = 0; at < start.length;) {
    const day = Math.floor((start[at] ?? NaN) / dayMs) * dayMs;
    const part = bucketsWithin(buckets, day, day + dayMs);
    days.push({ sensorId, buckets: part });
    at += part.start.length;
  }
  return days;
}
