import type { Connection } from './connection.ts';
import { pointTexts } from './point-text.ts';
import { readPoints } from './series.ts';
import { type BucketTier, tierShapes } from './tier.ts';

export interface WindowQuestion {
  readonly sensorId: number;
  readonly tier: BucketTier;
  /** Starts of the windows, epoch milliseconds. */
  readonly windows: readonly number[];
}

/** The points of one sensor in one window as text: any part of it can be cut out. */
export interface WindowText {
  /** Start of each bucket, epoch milliseconds. */
  readonly starts: Float64Array;
  /** Where each point ends in the text. */
  readonly ends: Uint32Array;
  /** JSON objects with a comma between them, in ASCII. */
  readonly text: Uint8Array;
}

const encoder = new TextEncoder();

/** One text for each window. Throws `chunk_damaged`. */
export function windowTexts(
  connection: Connection,
  { sensorId, tier, windows }: WindowQuestion,
): readonly WindowText[] {
  const { windowMs } = tierShapes[tier];
  return windows.map((from) => {
    const points = readPoints(connection, { sensorId, tier, from, to: from + windowMs });
    return windowTextOf(points.start, pointTexts(points, true));
  });
}

/** `points` holds the text of each bucket. */
export function windowTextOf(starts: Float64Array, points: readonly string[]): WindowText {
  const ends = new Uint32Array(points.length);
  let end = -1;
  for (const [at, point] of points.entries()) {
    end += 1 + point.length;
    ends[at] = end;
  }
  return { starts: starts.slice(), ends, text: encoder.encode(points.join(',')) };
}

/** The points that start within the half-open range: how many, and the view of their text. */
export function cutOut(
  { starts, ends, text }: WindowText,
  from: number,
  to: number,
): { readonly pointCount: number; readonly text: Uint8Array } {
  const first = firstFrom(starts, from);
  const end = firstFrom(starts, to);
  if (first >= end) return { pointCount: 0, text: text.subarray(0, 0) };
  // Behind the comma that follows the point before.
  const begin = first === 0 ? 0 : (ends[first - 1] ?? 0) + 1;
  return { pointCount: end - first, text: text.subarray(begin, ends[end - 1]) };
}

/** Position of the first start that is not before a time. */
function firstFrom(starts: Float64Array, time: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? NaN) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
