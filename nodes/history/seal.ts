import { overlaid } from './bucket.ts';
import { deleteRows, endRow, readRows } from './bucket-store.ts';
import { bucketChunk, putBucketChunk, putSampleChunk, sampleChunk } from './chunk-store.ts';
import type { Connection, Row } from './connection.ts';
import { deleteFrames, frameBytesStored } from './frame-store.ts';
import { overlaidSamples, type Samples } from './sample.ts';
import { deviceFrames, samplesOfFrames } from './sample-store.ts';
import { pointIndexAt } from './stored-frames.ts';
import { type BucketTier, tierShapes, windowStart } from './tier.ts';

/** The part of a window whose turn it is. */
export interface FrameWindow {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  readonly deviceId: string;
  /** Sensors up to this one are sealed; null at the beginning. */
  readonly afterSensor: number | null;
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

const noSamples: Samples = { times: new Float64Array(), values: new Float64Array(), quality: new Uint8Array() };

/**
 * Moves the frames of one device and window into chunks of its sensors, merged into those that are there. The frames go
 * with the last slice; until then their samples stand twice, which a read takes for once. Returns where to go on, or null.
 */
export function sealFrames(connection: Connection, window: FrameWindow): FrameWindow | null {
  const { start, deviceId } = window;
  const all = deviceFrames(connection, deviceId, start, start + tierShapes.telemetry.windowMs);
  const lastSeq = window.lastSeq ?? Math.max(0, ...all.map(seqOf));
  const frames = all.filter((frame) => seqOf(frame) <= lastSeq);
  const left = sensorsOf(connection, frames).filter((id) => id > (window.afterSensor ?? -Infinity));
  const sensorIds = left.slice(0, Math.max(1, Math.floor(samplesPerSlice / Math.max(1, frames.length))));

  for (const [sensorId, samples] of samplesOfFrames(connection, frames, sensorIds)) {
    const sealed = sampleChunk(connection, start, sensorId);
    const merged = overlaidSamples(sealed?.samples ?? noSamples, samples);
    if (merged.times.length > 0) putSampleChunk(connection, start, sensorId, merged, sealed?.origin ?? 0);
  }
  const afterSensor = sensorIds.at(-1);
  if (afterSensor !== undefined && sensorIds.length < left.length) return { start, deviceId, afterSensor, lastSeq };
  deleteFrames(connection, 'ts >= :start and ts < :end and device_id = :deviceId and seq <= :lastSeq', {
    start,
    end: start + tierShapes.telemetry.windowMs,
    deviceId,
    lastSeq,
  });
  return null;
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
  for (const sensorId of sensorsAt(connection, tier, oldest, slice)) {
    const rows = readRows(connection, tier, sensorId, from, from + windowMs);
    const sealed = bucketChunk(connection, tier, from, sensorId);
    const buckets = sealed ? overlaid(sealed.buckets, rows.buckets) : rows.buckets;
    const origin = rows.origin === 1 || sealed?.origin === 1 ? 1 : 0;
    putBucketChunk(connection, { tier, start: from, sensorId }, buckets, origin);
    deleteRows(connection, tier, sensorId, from, from + windowMs);
  }
  return true;
}

/** The next window of a device that is over and may be sealed, or null. */
export function sealableFrames(connection: Connection, bounds: SealBounds): FrameWindow | null {
  const oldest = connection.get('select ts, device_id from frames order by ts, device_id, cycle limit 1');
  if (!oldest) return null;
  const start = windowStart('telemetry', Number(oldest['ts']));
  const end = start + tierShapes.telemetry.windowMs;
  const deviceId = String(oldest['device_id']);
  if (end > bounds.before) return null;
  const mayBeHeld = end > bounds.heldAtMostBefore && frameBytesStored(connection) <= bounds.heldBytes;
  if (mayBeHeld && isHeld(connection, { start, end, deviceId }, bounds.heldFromSeq)) return null;
  return { start, deviceId, afterSensor: null, lastSeq: null };
}

function isHeld(
  connection: Connection,
  window: { readonly start: number; readonly end: number; readonly deviceId: string },
  heldFromSeq: number | null,
): boolean {
  if (heldFromSeq === null) return false;
  const sql = `select seq from frames
    where ts >= :start and ts < :end and device_id = :deviceId and seq >= :heldFromSeq limit 1`;
  return connection.get(sql, { ...window, heldFromSeq }) !== undefined;
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
