import { isoUtc } from '../kernel/index.ts';
import type { Buckets } from './bucket.ts';

const secondMs = 1000;
const dayMs = 86_400_000;
const digits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** Each bucket as a JSON object of contract 002, in ASCII; `quality_ratio` only where it is asked for. */
export function pointTexts(
  { start, n, good, expected, sum, min, max, last }: Omit<Buckets, 'first' | 'delta'>,
  withQuality: boolean,
): readonly string[] {
  return timesAsText(start).map((time, at) => {
    const count = n[at] ?? 0;
    const values = `"val_avg":${numberText(mean(sum[at] ?? NaN, count))},"val_min":${numberText(min[at])},"val_max":${numberText(max[at])},"val_last":${numberText(last[at])}`;
    const quality = withQuality ? `,"quality_ratio":${qualityRatio(good[at] ?? 0, expected[at] ?? 0)}` : '';
    return `{"bucket":"${time}",${values},"sample_count":${count}${quality}}`;
  });
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
