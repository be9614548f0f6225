import { overlaid } from './bucket.ts';
import { deleteRows, endRow, readRows } from './bucket-store.ts';
import { bucketChunk, type Origin, putBucketChunks, putSampleChunks, sampleChunk } from './chunk-store.ts';
import type { Connection, Row } from './connection.ts';
import { deleteFrames, endFrame, frameBytesStored } from './frame-store.ts';
import { overlaidSamples, type Samples } from './sample.ts';
import { deviceFrames, samplesOfFrames } from './sample-store.ts';
import { allPointIndexes, pointIndexAt } from './stored-frames.ts';
import { type BucketTier, tierShapes, windowStart } from './tier.ts';

/** The part of a window whose turn it is. */
export interface FrameWindow {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  /** What is sealed: sensors up to this one of this device and all before; null at the beginning. */
  readonly sealed: { readonly deviceId: string; readonly sensorId: number } | null;
  /** Frames beyond this sequence number came later and wait for the next time; null at the beginning. */
  readonly lastSeq: number | null;
}

export interface SealableBuckets {
  readonly tier: BucketTier;
  /** Windows that ended before this are sealed, epoch milliseconds. */
  readonly before: number;
}

export interface SealBounds {
  /** Windows that ended before this are sealed, epoch milliseconds. */
  readonly before: number;
  /** Somebody still reads frames from this sequence number on; null when nobody does. */
  readonly heldFromSeq: number | null;
  /** Windows that ended before this are sealed although somebody still reads them, epoch milliseconds. */
  readonly heldAtMostBefore: number;
  /** With more bytes of frames than this, nobody is waited for. */
  readonly heldBytes: number;
}

/** Samples and buckets of one write, so that it stays under about ten milliseconds. */
const samplesPerSlice = 12_000;
const bucketsPerSlice = 3000;
const framesPerSlice = 1000;

const noSamples: Samples = { times: new Float64Array(), values: new Float64Array(), quality: new Uint8Array() };

/**
 * Moves the frames of a window into chunks of their sensors, merged into those that are there, then removes them. Until then
 * their samples stand twice, which a read takes for once, and so does a second attempt. Returns where to go on, or null.
 */
export function sealFrames(connection: Connection, window: FrameWindow): FrameWindow | null {
  const { start } = window;
  const lastSeq = window.lastSeq ?? newestSeq(connection, start);
  const doneOf = (deviceId: string): number =>
    deviceId === window.sealed?.deviceId ? window.sealed.sensorId : -Infinity;
  for (const deviceId of devicesFrom(connection, window.sealed?.deviceId ?? '')) {
    const frames = deviceFrames(connection, deviceId, start, endOf(start)).filter((frame) => seqOf(frame) <= lastSeq);
    const left = sensorsOf(connection, frames).filter((id) => id > doneOf(deviceId));
    const sensorIds = left.slice(0, Math.max(1, Math.floor(samplesPerSlice / Math.max(1, frames.length))));
    const last = sensorIds.at(-1);
    if (last === undefined) continue;
    sealSensors(connection, start, frames, sensorIds);
    return { start, sealed: { deviceId, sensorId: last }, lastSeq };
  }
  return removeSealed(connection, start, lastSeq) ? { ...window, lastSeq } : null;
}

function sealSensors(
  connection: Connection,
  start: number,
  frames: readonly Row[],
  sensorIds: readonly number[],
): void {
  const chunks = [...samplesOfFrames(connection, frames, sensorIds)].map(([sensorId, samples]) => {
    const sealed = sampleChunk(connection, start, sensorId);
    const merged = overlaidSamples(sealed?.samples ?? noSamples, samples);
    return { start, sensorId, samples: merged, origin: sealed?.origin ?? 0 };
  });
  putSampleChunks(
    connection,
    chunks.filter(({ samples }) => samples.times.length > 0),
  );
}

/** Removes a slice of a window's frames, the oldest first; true when some are left. */
function removeSealed(connection: Connection, start: number, lastSeq: number): boolean {
  const range = { start, end: endOf(start), lastSeq };
  const behind = connection.get(
    `select ts from frames where ts >= :start and ts < :end and seq <= :lastSeq
      order by ts, device_id, cycle limit 1 offset ${framesPerSlice}`,
    range,
  );
  // With all of its millisecond, so that a slice is never empty.
  const end = behind ? Number(behind['ts']) + 1 : range.end;
  deleteFrames(connection, 'ts >= :start and ts < :end and seq <= :lastSeq', { ...range, end });
  return behind !== undefined;
}

/**
 * Moves the rows of the tier's oldest window into chunks, merged into those that are there: a chunk and the end of its rows
 * in one write. Takes as many sensors as one write may; false when there was nothing to do.
 */
export function sealBuckets(connection: Connection, { tier, before }: SealableBuckets): boolean {
  const { windowMs, bucketMs } = tierShapes[tier];
  const oldest = endRow(connection, tier, 'oldest');
  if (oldest === undefined || windowStart(tier, oldest) + windowMs > before) return false;
  const from = windowStart(tier, oldest);
  const slice = Math.max(1, Math.floor((bucketsPerSlice * bucketMs) / windowMs));
  const chunks = sensorsAt(connection, tier, oldest, slice).map((sensorId) => {
    const rows = readRows(connection, tier, sensorId, from, from + windowMs);
    const sealed = bucketChunk(connection, tier, from, sensorId);
    const buckets = sealed ? overlaid(sealed.buckets, rows.buckets) : rows.buckets;
    const origin: Origin = rows.origin === 1 || sealed?.origin === 1 ? 1 : 0;
    return { start: from, sensorId, buckets, origin };
  });
  putBucketChunks(connection, tier, chunks);
  for (const { sensorId } of chunks) deleteRows(connection, tier, sensorId, from, from + windowMs);
  return true;
}

/** The next window of frames that is over and may be sealed, or null. */
export function sealableFrames(connection: Connection, bounds: SealBounds): FrameWindow | null {
  const oldest = endFrame(connection, 'oldest');
  if (oldest === undefined) return null;
  const start = windowStart('telemetry', oldest);
  if (endOf(start) > bounds.before) return null;
  const mayBeHeld = endOf(start) > bounds.heldAtMostBefore && frameBytesStored(connection) <= bounds.heldBytes;
  const isHeld = bounds.heldFromSeq !== null && newestSeq(connection, start) >= bounds.heldFromSeq;
  return mayBeHeld && isHeld ? null : { start, sealed: null, lastSeq: null };
}

function endOf(start: number): number {
  return start + tierShapes.telemetry.windowMs;
}

function newestSeq(connection: Connection, start: number): number {
  const sql = 'select max(seq) as seq from frames where ts >= :start and ts < :end';
  return Number(connection.get(sql, { start, end: endOf(start) })?.['seq'] ?? 0);
}

/** All devices that ever recorded, from one on, in order. */
function devicesFrom(connection: Connection, deviceId: string): readonly string[] {
  const all = new Set(allPointIndexes(connection).map(({ index }) => index.deviceId));
  return [...all].filter((id) => id >= deviceId).sort();
}

function sensorsOf(connection: Connection, frames: readonly Row[]): readonly number[] {
  const ids = new Set(frames.map((frame) => Number(frame['point_index'])));
  const sensors = new Set([...ids].flatMap((id) => [...pointIndexAt(connection, id).columns.keys()]));
  return [...sensors].sort((a, b) => a - b);
}

function sensorsAt(connection: Connection, tier: BucketTier, start: number, limit: number): readonly number[] {
  const rows = connection.all(
    `select sensor_id from buckets where tier = :tier and start = :start order by sensor_id limit ${limit}`,
    { tier: tierShapes[tier].number, start },
  );
  return rows.map((row) => Number(row['sensor_id']));
}

function seqOf(frame: Row): number {
  return Number(frame['seq']);
}
