import { type BusbarError, defineErrors, parseInstant } from '../kernel/index.ts';
import { type PointDescriptor, Quality } from '../site/index.ts';
import type { PostedSensor, PostedSensors } from './posted-sensors.ts';

/** A reading that a flow brings, checked. */
export interface PostedReading {
  readonly sensor: PostedSensor;
  /** In the point's unit; NaN where there is no value. */
  readonly value: number;
  readonly quality: Quality;
  /** Why it is not good. */
  readonly reason?: string;
  /** Epoch milliseconds; undefined where the message does not say. */
  readonly ts: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Position in the list; null for a reading that stands alone. */
type Place = number | null;

const errors = defineErrors({
  bad_reading: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${textOf(value)}.`,
  },
  too_many_readings: {
    status: 400,
    message: ({ limit, value }) => `A message may bring ${String(limit)} readings, found ${String(value)}.`,
  },
});

const maxReadings = 10_000;
/** Clocks of devices differ; by more than a day, the year or the zone is wrong. */
const maxAheadMs = 86_400_000;
/** Seconds that were taken for milliseconds lie before it. */
const earliest = Date.UTC(2000, 0, 1);

/**
 * The readings of a message: one `{sensor_id or tag, value, quality, timestamp}`, or a list of them. Of the list all are
 * taken or none. Throws `bad_reading`, `too_many_readings`, and what `PostedSensors.get` throws.
 */
export function readingsOf(
  payload: unknown,
  sensors: Pick<PostedSensors, 'get'>,
  now: number,
): readonly PostedReading[] {
  if (!Array.isArray(payload)) return [readingOf(payload, null, sensors, now)];
  if (payload.length > maxReadings) {
    throw errors.too_many_readings({ field: 'payload', limit: maxReadings, value: payload.length });
  }
  return payload.map((each: unknown, at) => readingOf(each, at, sensors, now));
}

function readingOf(stated: unknown, at: Place, sensors: Pick<PostedSensors, 'get'>, now: number): PostedReading {
  if (typeof stated !== 'object' || stated === null) throw badReading(at, '', 'a reading', stated);
  const fields = stated as Fields;
  const sensor = sensors.get(referenceOf(fields, at));
  const value = valueOf(fields, at);
  const quality = qualityOf(fields, at);
  const ts = timeOf(fields, at, now);
  const fault = faultOf(value, quality, sensor.index.points[sensor.column]);
  if (value === null || fault !== undefined) {
    return { sensor, value: NaN, quality: Quality.bad, reason: fault ?? 'posted without a value', ts };
  }
  if (quality === Quality.uncertain) return { sensor, value, quality, reason: 'posted as uncertain', ts };
  return { sensor, value, quality, ts };
}

function referenceOf({ sensor_id: id, tag }: Fields, at: Place): number | string {
  if (id === undefined && typeof tag === 'string' && tag !== '') return tag;
  if (typeof id === 'number' && Number.isInteger(id)) return id;
  if (id === undefined && tag !== undefined) throw badReading(at, '.tag', 'the tag of a sensor', tag);
  throw badReading(at, '.sensor_id', 'the id of a sensor', id);
}

function valueOf({ value }: Fields, at: Place): number | null {
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw badReading(at, '.value', 'a finite number or null', value);
}

function qualityOf({ quality = Quality.good }: Fields, at: Place): Quality {
  if (quality === Quality.good || quality === Quality.uncertain || quality === Quality.bad) return quality;
  throw badReading(at, '.quality', '0 (good), 1 (uncertain) or 2 (bad)', quality);
}

/** Why a value is bad. What cannot be is not clamped: it is as bad as when the gateway reads it itself. */
function faultOf(value: number | null, quality: Quality, point: PointDescriptor | undefined): string | undefined {
  if (value === null) return undefined;
  if (quality === Quality.bad) return 'posted as bad';
  if (!point?.range) return undefined;
  const { range, unit } = point;
  if (value >= range[0] && value <= range[1]) return undefined;
  return `${value} ${unit} is outside the physical range ${range[0]} to ${range[1]} ${unit}`;
}

function timeOf({ timestamp }: Fields, at: Place, now: number): number | undefined {
  if (timestamp === undefined || timestamp === null) return undefined;
  const ts = typeof timestamp === 'string' ? parseInstant(timestamp) : timestamp;
  const bad = (limit: string): BusbarError => badReading(at, '.timestamp', limit, timestamp);
  if (typeof ts !== 'number' || !Number.isFinite(ts)) throw bad('a time in ISO 8601 or epoch milliseconds');
  if (ts < earliest) throw bad('after the year 2000 (epoch milliseconds, not seconds)');
  if (ts > now + maxAheadMs) throw bad('at most 1 day in the future');
  return Math.round(ts);
}

/** `key` with its dot, or empty for the reading itself. */
function badReading(at: Place, key: string, limit: string, value: unknown): BusbarError {
  return errors.bad_reading({ field: `payload${at === null ? '' : `[${at}]`}${key}`, limit, value });
}

/** JSON where there is some: it has no text for NaN, infinity and undefined. */
function textOf(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
}
