import type { Connection } from './connection.ts';
import { errors } from './history-errors.ts';
import { pointTexts } from './point-text.ts';
import { readPoints, type SeriesQuestion } from './series.ts';
import { bucketTiers, tiers, tierShapes } from './tier.ts';

export interface SeriesJsonQuestion extends SeriesQuestion {
  /** Most points of the answer. */
  readonly limit: number;
}

export interface ManySeriesQuestion extends Omit<SeriesJsonQuestion, 'sensorId'> {
  readonly sensorIds: readonly number[];
}

export interface SeriesJson {
  readonly pointCount: number;
  /** The array `data` of contract 002 as text in UTF-8, in pieces that follow each other. Not to be written to. */
  readonly json: readonly Uint8Array[];
}

export interface ManySeriesJson {
  readonly pointCount: number;
  /** An object with an array of points without `quality_ratio` for each sensor id, as text in UTF-8. */
  readonly json: Uint8Array;
}

/** As bytes: each copy of a text would pass through the heap of the main thread, which collects it while it controls. */
const utf8 = new TextEncoder();

/** One sensor's points. Throws `series_too_long`, `chunk_damaged`. */
export function seriesJson(connection: Connection, question: SeriesJsonQuestion): SeriesJson {
  const points = pointTexts(readPoints(connection, question), true);
  requireWithin(question, points.length);
  return { pointCount: points.length, json: [utf8.encode(`[${points.join(',')}]`)] };
}

/** Points of several sensors, of all together at most `limit`. Throws `series_too_long`, `chunk_damaged`. */
export function manySeriesJson(connection: Connection, { sensorIds, ...question }: ManySeriesQuestion): ManySeriesJson {
  let pointCount = 0;
  const series = sensorIds.map((sensorId) => {
    const points = pointTexts(readPoints(connection, { ...question, sensorId }), false);
    pointCount += points.length;
    requireWithin(question, pointCount);
    return `"${sensorId}":[${points.join(',')}]`;
  });
  return { pointCount, json: utf8.encode(`{${series.join(',')}}`) };
}

/** Throws `series_too_long`. */
export function requireWithin(
  { tier, from, to, limit }: Omit<SeriesJsonQuestion, 'sensorId'>,
  pointCount: number,
): void {
  if (pointCount <= limit) return;
  const coarser = bucketTiers.slice(tiers.indexOf(tier));
  const fitting = coarser.find((each) => (to - from) / tierShapes[each].bucketMs <= limit);
  throw errors.series_too_long({ limit, value: pointCount, advice: fitting ? `use ${fitting}` : 'narrow it' });
}
