import { asBusbarError } from '../kernel/index.ts';
import { allocateBuckets, bucketFields, type BucketColumns, type Buckets } from './bucket.ts';
import { type ChunkContent, decodeChunk, encodeChunk } from './chunk/chunk-codec.ts';
import type { Connection } from './connection.ts';
import type { Ddl } from './ddl.ts';
import { errors } from './history-errors.ts';
import type { Samples } from './sample.ts';
import { type BucketTier, type Tier, tiers, tierShapes, windowsOf } from './tier.ts';

/** 1 when any part of it was simulated. */
export type Origin = 0 | 1;

interface ChunkKey {
  readonly tier: Tier;
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  readonly sensorId: number;
}

/** Row header and key of a chunk, roughly. */
const rowOverheadBytes = 30;

export const createChunks = (ddl: Ddl): readonly string[] => [
  ...ddl.timeTable(
    'chunks',
    'start',
    `tier ${ddl.integer} not null,
    start ${ddl.integer} not null,
    sensor_id ${ddl.integer} not null,
    origin ${ddl.integer} not null,
    points ${ddl.integer} not null,
    data ${ddl.blob} not null,
    primary key (tier, start, sensor_id)`,
  ),
  ddl.keyedTable(
    'chunk_usage',
    `tier ${ddl.integer} primary key,
    chunks ${ddl.integer} not null,
    points ${ddl.integer} not null,
    bytes ${ddl.integer} not null`,
  ),
  ...tiers.map((tier) => `insert into chunk_usage values (${tierShapes[tier].number}, 0, 0, 0)`),
];

const selectChunk = `select origin, points, data from chunks
  where tier = :tier and start = :start and sensor_id = :sensorId`;

const selectSize = `select points, length(data) as bytes from chunks
  where tier = :tier and start = :start and sensor_id = :sensorId`;

const insertChunk = `insert into chunks (tier, start, sensor_id, origin, points, data)
  values (:tier, :start, :sensorId, :origin, :points, :data)
  on conflict (tier, start, sensor_id) do update
  set origin = excluded.origin, points = excluded.points, data = excluded.data`;

const addUsage = `update chunk_usage
  set chunks = chunks + :chunks, points = points + :points, bytes = bytes + :bytes where tier = :tier`;

/** A stored chunk of raw samples, or undefined. Throws `chunk_damaged`. */
export function sampleChunk(
  connection: Connection,
  start: number,
  sensorId: number,
): { readonly samples: Samples; readonly origin: Origin } | undefined {
  const chunk = readChunk(connection, { tier: 'telemetry', start, sensorId });
  if (!chunk) return undefined;
  const [values = new Float64Array(), quality = new Float64Array()] = chunk.content.columns;
  return { samples: { times: chunk.content.times, values, quality: Uint8Array.from(quality) }, origin: chunk.origin };
}

/** A stored chunk of buckets, or undefined. Throws `chunk_damaged`. */
export function bucketChunk(
  connection: Connection,
  tier: BucketTier,
  start: number,
  sensorId: number,
): { readonly buckets: Buckets; readonly origin: Origin } | undefined {
  const chunk = readChunk(connection, { tier, start, sensorId });
  if (!chunk) return undefined;
  const { times, columns } = chunk.content;
  const empty = allocateBuckets(0);
  const fields = bucketFields.map((field, position) => [field, columns[position] ?? empty[field]]);
  return { buckets: { start: times, ...(Object.fromEntries(fields) as BucketColumns) }, origin: chunk.origin };
}

export interface SampleChunk {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  readonly sensorId: number;
  readonly samples: Samples;
  readonly origin: Origin;
}

export interface BucketChunk {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  readonly sensorId: number;
  readonly buckets: Buckets;
  readonly origin: Origin;
}

/** Writes chunks of raw samples; each takes the place of the one that is there. */
export function putSampleChunks(connection: Connection, chunks: readonly SampleChunk[]): void {
  const tables = chunks.map(({ samples: { times, values, quality }, ...chunk }) => ({
    ...chunk,
    content: { times, columns: [values, Float64Array.from(quality)] },
  }));
  putChunks(connection, 'telemetry', tables);
}

/** Writes chunks of buckets of one tier; each takes the place of the one that is there. */
export function putBucketChunks(connection: Connection, tier: BucketTier, chunks: readonly BucketChunk[]): void {
  const tables = chunks.map(({ buckets, ...chunk }) => ({
    ...chunk,
    content: { times: buckets.start, columns: bucketFields.map((field) => buckets[field]) },
  }));
  putChunks(connection, tier, tables);
}

/** Removes the oldest chunks of a tier that start before a time or are too many, at most one slice; returns how many. */
export function removeOldestChunks(
  connection: Connection,
  { tier, before, maxBytes, slice }: { tier: Tier; before: number; maxBytes: number; slice: number },
): number {
  const { number } = tierShapes[tier];
  const oldest = connection.all(
    `select start, sensor_id, points, length(data) as bytes from chunks where tier = :tier
      order by start, sensor_id limit ${slice}`,
    { tier: number },
  );
  let excess = usageOf(connection, tier).bytes - maxBytes;
  let points = 0;
  let bytes = 0;
  let removed = 0;
  for (const row of oldest) {
    if (Number(row['start']) >= before && excess <= 0) break;
    const size = Number(row['bytes']) + rowOverheadBytes;
    excess -= size;
    bytes += size;
    points += Number(row['points']);
    removed += 1;
  }
  const last = oldest[removed - 1];
  if (!last) return 0;
  connection.run(
    'delete from chunks where tier = :tier and (start < :start or (start = :start and sensor_id <= :sensorId))',
    { tier: number, start: Number(last['start']), sensorId: Number(last['sensor_id']) },
  );
  connection.run(addUsage, { tier: number, chunks: -removed, points: -points, bytes: -bytes });
  return removed;
}

/** Start of the window of a tier's oldest or newest chunk, or undefined. */
export function endChunk(connection: Connection, tier: Tier, end: 'oldest' | 'newest'): number | undefined {
  const order = end === 'oldest' ? 'start, sensor_id' : 'start desc, sensor_id desc';
  const row = connection.get(`select start from chunks where tier = :tier order by ${order} limit 1`, {
    tier: tierShapes[tier].number,
  });
  return row && Number(row['start']);
}

/** Starts of the windows within the half-open range in which there can be chunks. */
export function chunkWindows(connection: Connection, tier: Tier, from: number, to: number): readonly number[] {
  const [oldest, newest] = [endChunk(connection, tier, 'oldest'), endChunk(connection, tier, 'newest')];
  if (oldest === undefined || newest === undefined) return [];
  return windowsOf(tier, Math.max(from, oldest), Math.min(to, newest + tierShapes[tier].windowMs));
}

interface ChunkUsage {
  readonly chunks: number;
  readonly points: number;
  readonly bytes: number;
}

export function usageOf(connection: Connection, tier: Tier): ChunkUsage {
  const row = connection.get('select chunks, points, bytes from chunk_usage where tier = :tier', {
    tier: tierShapes[tier].number,
  });
  return { chunks: Number(row?.['chunks']), points: Number(row?.['points']), bytes: Number(row?.['bytes']) };
}

function readChunk(connection: Connection, key: ChunkKey): { content: ChunkContent; origin: Origin } | undefined {
  const row = connection.get(selectChunk, parametersOf(key));
  if (!row) return undefined;
  try {
    return { content: decodeChunk(row['data'] as Uint8Array), origin: row['origin'] === 0 ? 0 : 1 };
  } catch (thrown) {
    const field = `of sensor ${key.sensorId} in ${key.tier} from ${new Date(key.start).toISOString()}`;
    throw errors.chunk_damaged({ field, value: asBusbarError(thrown).facts.value });
  }
}

function putChunks(
  connection: Connection,
  tier: Tier,
  tables: readonly { start: number; sensorId: number; content: ChunkContent; origin: Origin }[],
): void {
  const added = { chunks: 0, points: 0, bytes: 0 };
  for (const { content, origin, ...key } of tables) {
    const parameters = parametersOf({ tier, ...key });
    const old = connection.get(selectSize, parameters);
    const data = encodeChunk(content);
    const points = content.times.length;
    connection.run(insertChunk, { ...parameters, origin, points, data });
    added.chunks += old ? 0 : 1;
    added.points += points - Number(old?.['points'] ?? 0);
    added.bytes += data.length - (old ? Number(old['bytes']) : -rowOverheadBytes);
  }
  connection.run(addUsage, { tier: tierShapes[tier].number, ...added });
}

function parametersOf({ tier, start, sensorId }: ChunkKey): { tier: number; start: number; sensorId: number } {
  return { tier: tierShapes[tier].number, start, sensorId };
}
