import { allocateBuckets, type BucketColumns, type Buckets, bucketsWithin, joined, overlaid } from './bucket.ts';
import { bucketChunk, chunkWindows, type Origin } from './chunk-store.ts';
import type { Connection, Row } from './connection.ts';
import type { Ddl } from './ddl.ts';
import { type BucketTier, tierShapes } from './tier.ts';

export const createBuckets = (ddl: Ddl): readonly string[] => [
  ddl.keyedTable(
    'buckets',
    `tier ${ddl.integer} not null,
    start ${ddl.integer} not null,
    sensor_id ${ddl.integer} not null,
    origin ${ddl.integer} not null,
    n ${ddl.integer} not null,
    good ${ddl.integer} not null,
    expected ${ddl.real} not null,
    val_sum ${ddl.real} not null,
    val_min ${ddl.real} not null,
    val_max ${ddl.real} not null,
    val_first ${ddl.real} not null,
    val_last ${ddl.real} not null,
    val_delta ${ddl.real},
    primary key (tier, start, sensor_id)`,
  ),
];

const columns = 'n, good, expected, val_sum, val_min, val_max, val_first, val_last, val_delta';

const insertBucket = `insert into buckets (tier, start, sensor_id, origin, ${columns})
  values (:tier, :start, :sensorId, :origin, :n, :good, :expected, :sum, :min, :max, :first, :last, :delta)
  on conflict (tier, start, sensor_id) do update set ${['origin', ...columns.split(', ')]
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

/** The rows of one sensor by exact keys: the time-first key would otherwise walk past all other sensors. */
const whereSensor = `where tier = :tier and sensor_id = :sensorId and start in (
  with recursive starts (at) as (
    select cast(:from as bigint) union all select at + :step from starts where at + :step < :to
  ) select at from starts where at < :to)`;

const selectBuckets = `select start, origin, ${columns} from buckets ${whereSensor} order by start`;
const deleteBuckets = `delete from buckets ${whereSensor}`;

/** Buckets of one sensor; `origin` is 1 when any part of them was simulated. */
export interface StoredBuckets {
  readonly buckets: Buckets;
  readonly origin: Origin;
}

/** Writes one bucket of each sensor at the same time; what stood there is replaced. */
export function putBucketsAt(
  connection: Connection,
  at: { readonly tier: BucketTier; readonly start: number },
  sensorIds: Int32Array,
  buckets: BucketColumns,
): void {
  for (const [position, sensorId] of sensorIds.entries()) {
    putRow(connection, { ...at, sensorId, origin: 0 }, buckets, position);
  }
}

/** Writes buckets of one sensor; what stood there is replaced. */
export function putBuckets(
  connection: Connection,
  tier: BucketTier,
  sensorId: number,
  { buckets, origin }: StoredBuckets,
): void {
  for (const [position, start] of buckets.start.entries()) {
    putRow(connection, { tier, start, sensorId, origin }, buckets, position);
  }
}

/** A sensor's buckets that start within the half-open range, rows over chunks. Throws `chunk_damaged`. */
export function readBuckets(
  connection: Connection,
  tier: BucketTier,
  sensorId: number,
  from: number,
  to: number,
): StoredBuckets {
  const chunks = chunkWindows(connection, tier, from, to).flatMap(
    (start) => bucketChunk(connection, tier, start, sensorId) ?? [],
  );
  const rows = readRows(connection, tier, sensorId, from, to);
  const sealed = bucketsWithin(joined(chunks.map(({ buckets }) => buckets)), from, to);
  const simulated = rows.origin === 1 || chunks.some(({ origin }) => origin === 1);
  return { buckets: overlaid(sealed, rows.buckets), origin: simulated ? 1 : 0 };
}

/** A sensor's buckets that are not in a chunk yet. */
export function readRows(
  connection: Connection,
  tier: BucketTier,
  sensorId: number,
  from: number,
  to: number,
): StoredBuckets {
  const range = rangeOfRows(connection, tier, from, to);
  if (!range) return { buckets: allocateBuckets(0), origin: 0 };
  const rows = connection.all(selectBuckets, { ...range, sensorId });
  return { buckets: bucketsOf(rows), origin: rows.some((row) => row['origin'] === 1) ? 1 : 0 };
}

export function deleteRows(connection: Connection, tier: BucketTier, sensorId: number, from: number, to: number): void {
  const range = rangeOfRows(connection, tier, from, to);
  if (range) connection.run(deleteBuckets, { ...range, sensorId });
}

/** Start of the oldest or newest bucket of a tier that is not in a chunk yet, or undefined. */
export function endRow(connection: Connection, tier: BucketTier, end: 'oldest' | 'newest'): number | undefined {
  const order = end === 'oldest' ? 'start, sensor_id' : 'start desc, sensor_id desc';
  const row = connection.get(`select start from buckets where tier = :tier order by ${order} limit 1`, {
    tier: tierShapes[tier].number,
  });
  return row && Number(row['start']);
}

/** The part of a range in which there can be rows: most of the past has none, and then nothing is asked. */
function rangeOfRows(
  connection: Connection,
  tier: BucketTier,
  from: number,
  to: number,
): { tier: number; from: number; to: number; step: number } | undefined {
  const { number, bucketMs } = tierShapes[tier];
  const [oldest, newest] = [endRow(connection, tier, 'oldest'), endRow(connection, tier, 'newest')];
  if (oldest === undefined || newest === undefined) return undefined;
  const first = Math.max(oldest, Math.ceil(from / bucketMs) * bucketMs);
  const end = Math.min(newest + bucketMs, to);
  return first < end ? { tier: number, from: first, to: end, step: bucketMs } : undefined;
}

function putRow(
  connection: Connection,
  key: { tier: BucketTier; start: number; sensorId: number; origin: Origin },
  { n, good, expected, sum, min, max, first, last, delta }: BucketColumns,
  at: number,
): void {
  connection.run(insertBucket, {
    tier: tierShapes[key.tier].number,
    start: key.start,
    sensorId: key.sensorId,
    origin: key.origin,
    n: n[at] ?? 0,
    good: good[at] ?? 0,
    expected: expected[at] ?? 0,
    sum: sum[at] ?? 0,
    min: min[at] ?? 0,
    max: max[at] ?? 0,
    first: first[at] ?? 0,
    last: last[at] ?? 0,
    delta: Number.isNaN(delta[at]) ? null : (delta[at] ?? null),
  });
}

function bucketsOf(rows: readonly Row[]): Buckets {
  const buckets = allocateBuckets(rows.length);
  for (const [at, row] of rows.entries()) {
    buckets.start[at] = row['start'] as number;
    buckets.n[at] = row['n'] as number;
    buckets.good[at] = row['good'] as number;
    buckets.expected[at] = row['expected'] as number;
    buckets.sum[at] = row['val_sum'] as number;
    buckets.min[at] = row['val_min'] as number;
    buckets.max[at] = row['val_max'] as number;
    buckets.first[at] = row['val_first'] as number;
    buckets.last[at] = row['val_last'] as number;
    buckets.delta[at] = (row['val_delta'] as number | null) ?? NaN;
  }
  return buckets;
}
