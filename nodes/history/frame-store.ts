import { Frame, type PointDescriptor, PointIndex } from '../site/index.ts';
import type { Connection, Row } from './connection.ts';
import { defineStoreModule } from './store-module.ts';

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

export interface FrameBounds {
  /** Frames older than this are removed, epoch milliseconds. */
  readonly before: number;
  readonly maxBytes: number;
}

/** Keeps one removal under ten milliseconds, so that no command waits for it. */
const sliceRows = 1000;
/** Row header, keys and index entry of a frame, roughly. */
const rowOverheadBytes = 120;

/** SQL for the bytes that a stored frame takes, of the row in scope or of `new`. */
function frameBytes(row: '' | 'new.' = ''): string {
  const [values, quality, reasons] = ['point_values', 'quality', 'reasons'].map((name) => `length(${row}${name})`);
  return `(${rowOverheadBytes} + ${values} + ifnull(${quality}, 0) + ifnull(${reasons}, 0))`;
}

const createFrames = [
  `create table point_indexes (
    id integer primary key,
    site_id text not null,
    device_id text not null,
    points text not null check (json_valid(points)),
    unique (site_id, device_id, points)
  ) strict`,
  `create table frames (
    seq integer primary key autoincrement,
    ts integer not null,
    device_id text not null,
    cycle integer not null,
    duration_ms real not null,
    origin text not null,
    point_index integer not null references point_indexes (id),
    point_values blob not null,
    quality blob,
    reasons text check (reasons is null or json_valid(reasons))
  ) strict`,
  // Also makes a write that is repeated after an unknown outcome harmless.
  'create unique index frames_time on frames (ts, device_id, cycle)',
  'create table frames_usage (id integer primary key check (id = 1), bytes integer not null) strict',
  'insert into frames_usage (id, bytes) values (1, 0)',
  `create trigger frames_usage_grows after insert on frames begin
    update frames_usage set bytes = bytes + ${frameBytes('new.')};
  end`,
];

const insertFrame = `insert into frames
  (ts, device_id, cycle, duration_ms, origin, point_index, point_values, quality, reasons)
  values (:ts, :deviceId, :cycle, :durationMs, :origin, :pointIndex, :values, :quality, :reasons)
  on conflict (ts, device_id, cycle) do nothing`;

const selectFrames = `select seq, ts, cycle, duration_ms, origin, point_index, point_values, quality, reasons
  from frames where seq in (select value from json_each(:seqs))`;

const frameStore = defineStoreModule({
  name: 'frames',
  migrations: { '001-frames': createFrames },
  writes: { describe, record, retain },
  reads: {},
});

export const { writes: frameWrites } = frameStore;
export default frameStore;

/** Stored frames by their sequence number; one that was removed is missing. For the reads of other store modules. */
export function framesAt(connection: Connection, seqs: readonly number[]): ReadonlyMap<number, Frame> {
  const rows = connection.all(selectFrames, { seqs: JSON.stringify(seqs) });
  const ids = new Set(rows.map((row) => Number(row['point_index'])));
  const indexes = new Map([...ids].map((id) => [id, pointIndexAt(connection, id)]));
  return new Map(rows.map((row) => [Number(row['seq']), frameOf(row, indexes)]));
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
}

/** Removes the oldest frames that are too old or too many, at most one slice; returns how many. */
function retain(connection: Connection, { before, maxBytes }: FrameBounds): number {
  const oldest = connection.all(`select seq, ts, ${frameBytes()} as bytes from frames order by seq limit ${sliceRows}`);
  let excess = Number(connection.get('select bytes from frames_usage')?.['bytes']) - maxBytes;
  let removed = 0;
  let removedBytes = 0;
  for (const { ts, bytes } of oldest) {
    if (Number(ts) >= before && excess <= 0) break;
    excess -= Number(bytes);
    removedBytes += Number(bytes);
    removed += 1;
  }
  if (removed === 0) return 0;
  connection.run('delete from frames where seq <= :last', { last: Number(oldest[removed - 1]?.['seq']) });
  connection.run('update frames_usage set bytes = bytes - :removedBytes', { removedBytes });
  return removed;
}

function pointIndexAt(connection: Connection, id: number): { siteId: string; index: PointIndex } {
  const row = connection.get('select site_id, device_id, points from point_indexes where id = :id', { id });
  const points = JSON.parse(String(row?.['points'])) as PointDescriptor[];
  return { siteId: String(row?.['site_id']), index: new PointIndex(String(row?.['device_id']), points) };
}

function frameOf(row: Row, indexes: ReadonlyMap<number, { siteId: string; index: PointIndex }>): Frame {
  const described = indexes.get(Number(row['point_index']));
  if (!described) throw new Error(`frame ${String(row['seq'])} has no point index`);
  const { siteId, index } = described;
  const quality = row['quality'] as Uint8Array | null;
  const reasons = row['reasons'] as string | null;
  return new Frame({
    siteId,
    deviceId: index.deviceId,
    ts: Number(row['ts']),
    cycle: Number(row['cycle']),
    durationMs: Number(row['duration_ms']),
    origin: row['origin'] as Frame['origin'],
    index,
    // A copy starts at an address that a Float64Array may have.
    values: new Float64Array((row['point_values'] as Uint8Array).slice().buffer),
    quality: quality ?? new Uint8Array(index.size),
    reasons: new Map(Object.entries(reasonsIn(reasons)).map(([column, reason]) => [Number(column), reason])),
  });
}

function reasonsIn(json: string | null): Readonly<Record<string, string>> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>);
}
