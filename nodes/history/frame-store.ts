import { Frame } from '../site/index.ts';
import type { Connection, Parameters, Row } from './connection.ts';
import type { Ddl } from './ddl.ts';
import { columnsOf, pointIndexAt } from './stored-frames.ts';
import { createStaleBuckets, markStale } from './stale-buckets.ts';
import { defineStoreModule } from './store-module.ts';
import { bucketStart } from './tier.ts';

/** The columns of a device's frames as they are kept, so that a frame stays readable after its profile changed. */
export interface PointIndexRow {
  readonly siteId: string;
  readonly deviceId: string;
  /** JSON of the point descriptors, in their order. */
  readonly points: string;
}

/** One device cycle, ready for its columns. */
export interface FrameRow {
  readonly pointIndex: number;
  readonly deviceId: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly cycle: number;
  readonly durationMs: number;
  readonly origin: Frame['origin'];
  /** Float64 in the machine's byte order, one per point. */
  readonly values: Uint8Array;
  /** One byte per point; null when all are good. */
  readonly quality: Uint8Array | null;
  /** JSON of the reasons by column, where a point is not good; null when there is none. */
  readonly reasons: string | null;
}

/** Keeps one removal under ten milliseconds, so that no command waits for it. */
const sliceRows = 1000;
/** Row header, keys and index entry of a frame, roughly. */
const rowOverheadBytes = 120;

/** SQL for the bytes that a stored frame takes, of the row in scope or of `new`. */
function frameBytes(row: '' | 'new.' = ''): string {
  const [values, quality, reasons] = ['point_values', 'quality', 'reasons'].map((name) => `length(${row}${name})`);
  return `(${rowOverheadBytes} + ${values} + coalesce(${quality}, 0) + coalesce(${reasons}, 0))`;
}

const createFrames = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'point_indexes',
    `id ${ddl.key},
    site_id text not null,
    device_id text not null,
    points text not null check (${ddl.isJson('points')})${ddl.engine === 'sqlite' ? ', unique (site_id, device_id, points)' : ''}`,
  ),
  // PostgreSQL can index no text as long as the description of a large device.
  ...(ddl.engine === 'postgres'
    ? ['create unique index point_indexes_columns on point_indexes (site_id, device_id, md5(points))']
    : []),
  ddl.table(
    'frames',
    `seq ${ddl.serial},
    ts ${ddl.integer} not null,
    device_id text not null,
    cycle ${ddl.integer} not null,
    duration_ms ${ddl.real} not null,
    origin text not null,
    point_index ${ddl.integer} not null references point_indexes (id),
    point_values ${ddl.blob} not null,
    quality ${ddl.blob},
    reasons text check (reasons is null or ${ddl.isJson('reasons')})`,
  ),
  // Also makes a write that is repeated after an unknown outcome harmless.
  'create unique index frames_time on frames (ts, device_id, cycle)',
  ddl.table('frames_usage', `id integer primary key check (id = 1), bytes ${ddl.integer} not null`),
  'insert into frames_usage (id, bytes) values (1, 0)',
  ...ddl.trigger({
    name: 'frames_usage_grows',
    fires: 'after insert',
    table: 'frames',
    statements: `update frames_usage set bytes = bytes + ${frameBytes('new.')}`,
  }),
];

const insertFrame = `insert into frames
  (ts, device_id, cycle, duration_ms, origin, point_index, point_values, quality, reasons)
  values (:ts, :deviceId, :cycle, :durationMs, :origin, :pointIndex, :values, :quality, :reasons)
  on conflict (ts, device_id, cycle) do nothing`;

const selectFrame = `select seq, ts, cycle, duration_ms, origin, point_index, point_values, quality, reasons
  from frames where seq = :seq`;

const frameStore = defineStoreModule({
  name: 'frames',
  migrations: { '001-frames': createFrames, '002-stale-buckets': createStaleBuckets },
  writes: { describe, record, retain },
  reads: {},
});

export const { writes: frameWrites } = frameStore;
export default frameStore;

/** Stored frames by their sequence number; one that was removed is missing. For the reads of other store modules. */
export function framesAt(connection: Connection, seqs: readonly number[]): ReadonlyMap<number, Frame> {
  const rows = seqs.map((seq) => connection.get(selectFrame, { seq })).filter((row) => row !== undefined);
  return new Map(rows.map((row) => [Number(row['seq']), frameOf(connection, row)]));
}

/** Number of a point index; the same columns always have the same one. */
function describe(connection: Connection, row: PointIndexRow): number {
  const parameters = { ...row };
  connection.run(
    'insert into point_indexes (site_id, device_id, points) values (:siteId, :deviceId, :points) on conflict do nothing',
    parameters,
  );
  const found = connection.get(
    'select id from point_indexes where site_id = :siteId and device_id = :deviceId and points = :points',
    parameters,
  );
  return Number(found?.['id']);
}

function record(connection: Connection, rows: readonly FrameRow[]): void {
  for (const row of rows) connection.run(insertFrame, { ...row });
  markStale(
    connection,
    rows.map(({ ts, pointIndex }) => ({ tier: 'agg_1min', start: bucketStart('agg_1min', ts), pointIndex })),
  );
}

/** Removes the frames that came first until the others have no more than so many bytes, at most one slice; returns how many. */
function retain(connection: Connection, maxBytes: number): number {
  let excess = frameBytesStored(connection) - maxBytes;
  if (excess <= 0) return 0;
  const oldest = connection.all(`select seq, ${frameBytes()} as bytes from frames order by seq limit ${sliceRows}`);
  let removed = 0;
  for (; removed < oldest.length && excess > 0; removed += 1) excess -= Number(oldest[removed]?.['bytes']);
  if (removed > 0) deleteFrames(connection, 'seq <= :last', { last: Number(oldest[removed - 1]?.['seq']) });
  return removed;
}

/** Removes the frames that meet an SQL condition. For the writes of this room. */
export function deleteFrames(connection: Connection, condition: string, parameters: Parameters): void {
  const removed = connection.get(`select sum(${frameBytes()}) as bytes from frames where ${condition}`, parameters);
  connection.run(`delete from frames where ${condition}`, parameters);
  connection.run('update frames_usage set bytes = bytes - :bytes', { bytes: Number(removed?.['bytes'] ?? 0) });
}

/** Time of the oldest or newest stored frame, epoch milliseconds, or undefined. */
export function endFrame(connection: Connection, end: 'oldest' | 'newest'): number | undefined {
  const order = end === 'oldest' ? 'ts, device_id, cycle' : 'ts desc, device_id desc, cycle desc';
  const row = connection.get(`select ts from frames order by ${order} limit 1`);
  return row && Number(row['ts']);
}

/** Bytes that all stored frames take. */
export function frameBytesStored(connection: Connection): number {
  return Number(connection.get('select bytes from frames_usage')?.['bytes']);
}

function frameOf(connection: Connection, row: Row): Frame {
  const { siteId, index } = pointIndexAt(connection, Number(row['point_index']));
  const { values, quality, reasons } = columnsOf(row);
  return new Frame({
    siteId,
    deviceId: index.deviceId,
    ts: Number(row['ts']),
    cycle: Number(row['cycle']),
    durationMs: Number(row['duration_ms']),
    origin: row['origin'] as Frame['origin'],
    index,
    values,
    quality: quality ?? new Uint8Array(index.size),
    reasons,
  });
}
