import { isoUtc } from '../kernel/index.ts';
import type { Buckets } from './bucket.ts';

/** Each bucket as a JSON object of contract 002, in ASCII; `quality_ratio` only where it is asked for. */
export function pointTexts(
  { start, n, good, expected, sum, min, max, last }: Omit<Buckets, 'first' | 'delta'>,
  withQuality: boolean,
): readonly string[] {
  return Array.from(start, (ts, at) => {
    const count = n[at] ?? 0;
    const values = `"val_avg":${numberText(mean(sum[at] ?? NaN, count))},"val_min":${numberText(min[at])},"val_max":${numberText(max[at])},"val_last":${numberText(last[at])}`;
    const quality = withQuality ? `,"quality_ratio":${qualityRatio(good[at] ?? 0, expected[at] ?? 0)}` : '';
    return `{"bucket":"${isoUtc(ts)}",${values},"sample_count":${count}${quality}}`;
  });
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
