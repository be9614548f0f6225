import type { Series } from '../../history/index.ts';
import { withoutNoise } from '../../kernel/index.ts';
import { isEnergy, type MeterValue, meterValues } from '../catalogue/microgrid-tables.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import type { Table } from '../catalogue/table.ts';

/** Values with a minimum and, as all energies, a delta: the active energies. */
const withMinimum = meterValues.filter((value) => isEnergy(value) && value.endsWith('_active'));
const energies = meterValues.filter(isEnergy);
const averaged = meterValues.filter((value) => !isEnergy(value));

/** What the functions answer: averages of what flows, minima and deltas of the counters. */
export function meterBucketTable(functionName: string): Table {
  const figures = [
    ...averaged.map((value) => `${value}_avg`),
    ...withMinimum.map((value) => `${value}_min`),
    ...energies.map((value) => `${value}_delta`),
  ];
  return {
    name: functionName,
    columns: [
      { name: 'time_b', type: 'timestamptz', notNull: true },
      { name: 'device_id', type: 'uuid', notNull: true },
      ...figures.map((name) => ({ name, type: 'float8' }) as const),
    ],
    keys: [{ name: 'bucket', columns: ['time_b', 'device_id'] }],
  };
}

/** The five-minute buckets of the sensors that one value is made of, and the factor of their mean. */
export interface ValueSeries {
  readonly value: MeterValue;
  readonly series: readonly Series[];
  readonly factor: number;
}

interface Bucket {
  n: number;
  sum: number;
  min: number;
  delta: number;
}

/** Rows of one device, one for each bucket in which it was measured, by the start of the bucket. */
export function meterBuckets(deviceUuid: string, values: readonly ValueSeries[], bucketMs: number): StoredRow[] {
  const rows = new Map<number, Record<string, StoredValue>>();
  const nothing = emptyFigures();
  for (const { value, series, factor } of values) {
    for (const [start, bucket] of bucketsOf(series, bucketMs)) {
      const row = rows.get(start) ?? { time_b: start, device_id: deviceUuid, ...nothing };
      rows.set(start, row);
      Object.assign(row, figuresOf(value, bucket, factor));
    }
  }
  return [...rows.values()];
}

/** Sums over the sensors of a value; the mean of a bucket weighs every sample alike. */
function bucketsOf(series: readonly Series[], bucketMs: number): ReadonlyMap<number, Bucket> {
  const buckets = new Map<number, Bucket>();
  for (const { start, n, sum, min, delta } of series) {
    for (const [at, time] of start.entries()) {
      const label = Math.floor(time / bucketMs) * bucketMs;
      const bucket = buckets.get(label) ?? { n: 0, sum: 0, min: Infinity, delta: 0 };
      buckets.set(label, bucket);
      bucket.n += n[at] ?? 0;
      bucket.sum += sum[at] ?? NaN;
      bucket.min = Math.min(bucket.min, min[at] ?? NaN);
      bucket.delta += delta[at] ?? NaN;
    }
  }
  return buckets;
}

function figuresOf(value: MeterValue, { n, sum, min, delta }: Bucket, factor: number): Record<string, StoredValue> {
  if (!isEnergy(value)) return { [`${value}_avg`]: figure((sum / n) * factor) };
  return {
    ...(withMinimum.includes(value) && { [`${value}_min`]: figure(min) }),
    [`${value}_delta`]: figure(delta),
  };
}

function emptyFigures(): Record<string, null> {
  const { columns } = meterBucketTable('');
  return Object.fromEntries(columns.slice(2).map(({ name }) => [name, null]));
}

function figure(value: number): StoredValue {
  return Number.isFinite(value) ? withoutNoise(value) : null;
}
