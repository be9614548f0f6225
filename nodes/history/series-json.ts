import { isoUtc } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import { errors } from './history-errors.ts';
import { readSeries, type SeriesQuestion } from './series.ts';
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
  /** The array `data` of contract 002 as text in UTF-8. */
  readonly json: Uint8Array;
}

export interface ManySeriesJson {
  readonly pointCount: number;
  /** An object with an array of points without `quality_ratio` for each sensor id, as text in UTF-8. */
  readonly json: Uint8Array;
}

/** As bytes: each copy of a text would pass through the heap of the main thread, which collects it while it controls. */
const utf8 = new TextEncoder();
const secondMs = 1000;
const dayMs = 86_400_000;
const digits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** One sensor's points. Throws `series_too_long`, `chunk_damaged`. */
export function seriesJson(connection: Connection, question: SeriesJsonQuestion): SeriesJson {
  const points = pointsOf(connection, question, question.sensorId, true);
  requireWithin(question, points.length);
  return { pointCount: points.length, json: utf8.encode(`[${points.join(',')}]`) };
}

/** Points of several sensors, of all together at most `limit`. Throws `series_too_long`, `chunk_damaged`. */
export function manySeriesJson(connection: Connection, question: ManySeriesQuestion): ManySeriesJson {
  let pointCount = 0;
  const series = question.sensorIds.map((sensorId) => {
    const points = pointsOf(connection, question, sensorId, false);
    pointCount += points.length;
    requireWithin(question, pointCount);
    return `"${sensorId}":[${points.join(',')}]`;
  });
  return { pointCount, json: utf8.encode(`{${series.join(',')}}`) };
}

function pointsOf(
  connection: Connection,
  { tier, from, to }: Omit<SeriesQuestion, 'sensorId'>,
  sensorId: number,
  withQuality: boolean,
): readonly string[] {
  const { start, n, good, expected, sum, min, max, last } = readSeries(connection, { sensorId, tier, from, to });
  const times = timesAsText(start);
  return times.map((time, at) => {
    const count = n[at] ?? 0;
    const values = `"val_avg":${numberText(mean(sum[at] ?? NaN, count))},"val_min":${numberText(min[at])},"val_max":${numberText(max[at])},"val_last":${numberText(last[at])}`;
    const quality = withQuality ? `,"quality_ratio":${qualityRatio(good[at] ?? 0, expected[at] ?? 0)}` : '';
    return `{"bucket":"${time}",${values},"sample_count":${count}${quality}}`;
  });
}

function requireWithin({ tier, from, to, limit }: Omit<SeriesJsonQuestion, 'sensorId'>, pointCount: number): void {
  if (pointCount <= limit) return;
  const coarser = bucketTiers.slice(tiers.indexOf(tier));
  const fitting = coarser.find((each) => (to - from) / tierShapes[each].bucketMs <= limit);
  throw errors.series_too_long({ limit, value: pointCount, advice: fitting ? `use ${fitting}` : 'narrow it' });
}

/** As `isoUtc`, but the date is written out once for all times of a day: a series has thousands of them. */
function timesAsText(times: Float64Array): readonly string[] {
  let dayStart = NaN;
  let date = '';
  return Array.from(times, (ts) => {
    if (ts % secondMs !== 0) return isoUtc(ts);
    if (ts - (ts % dayMs) !== dayStart) {
      dayStart = ts - (ts % dayMs);
      date = isoUtc(dayStart).slice(0, 'YYYY-MM-DDT'.length);
    }
    const second = (ts - dayStart) / secondMs;
    return `${date}${twoDigits(second / 3600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}Z`;
  });
}

function twoDigits(value: number): string {
  return digits[Math.floor(value)] ?? '';
}

/** Six decimals, or nine digits of what is below one: the rest is noise of the division. */
function mean(sum: number, count: number): number {
  const exact = sum / count;
  return Math.abs(exact) < 1 ? Number(exact.toPrecision(9)) : Math.round(exact * 1e6) / 1e6;
}

/** Good samples for each that the poll period promises; three decimals. */
function qualityRatio(good: number, expected: number): number {
  return Math.round(Math.min(1, good / expected) * 1000) / 1000;
}

function numberText(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? String(value) : 'null';
}
