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
const qualities: readonly unknown[] = Object.values(Quality);

/**
 * The readings of a message: one `{sensor_id or tag, value, quality, timestamp}`, or a list of them. Of the list all are
 * taken or none. Throws `bad_reading`, `too_many_readings`, and what `PostedSensors.get` throws.
 */
export function readingsOf(
  payload: unknown,
  sensors: Pick<PostedSensors, 'get'>,
  now: number,
): readonly PostedReading[] {
  if (!Array.isArray(payload)) return [readingOf(payload, 'payload', sensors, now)];
  if (payload.length > maxReadings) {
    throw errors.too_many_readings({ field: 'payload', limit: maxReadings, value: payload.length });
  }
  return payload.map((each: unknown, at) => readingOf(each, `payload[${at}]`, sensors, now));
}

function readingOf(stated: unknown, place: string, sensors: Pick<PostedSensors, 'get'>, now: number): PostedReading {
  if (typeof stated !== 'object' || stated === null) throw badReading(place, 'a reading', stated);
  const fields = stated as Fields;
  const sensor = sensors.get(referenceOf(fields, place));
  const measured = measuredOf(fields, place);
  const point = sensor.index.points[sensor.column];
  return { sensor, ...withinRange(measured, point), ts: timeOf(fields, place, now) };
}

function referenceOf({ sensor_id: id, tag }: Fields, place: string): number | string {
  if (id === undefined && typeof tag === 'string' && tag !== '') return tag;
  if (typeof id === 'number' && Number.isInteger(id)) return id;
  if (id === undefined && tag !== undefined) throw badReading(`${place}.tag`, 'the tag of a sensor', tag);
  throw badReading(`${place}.sensor_id`, 'the id of a sensor', id);
}

function measuredOf({ value, quality }: Fields, place: string): Pick<PostedReading, 'value' | 'quality' | 'reason'> {
  if (value !== null && (typeof value !== 'number' || !Number.isFinite(value))) {
    throw badReading(`${place}.value`, 'a finite number or null', value);
  }
  if (quality !== undefined && !qualities.includes(quality)) {
    throw badReading(`${place}.quality`, '0 (good), 1 (uncertain) or 2 (bad)', quality);
  }
  if (value === null) return { value: NaN, quality: Quality.bad, reason: 'posted without a value' };
  if (quality === Quality.bad) return { value: NaN, quality, reason: 'posted as bad' };
  if (quality === Quality.uncertain) return { value, quality, reason: 'posted as uncertain' };
  return { value, quality: Quality.good };
}

/** What cannot be is bad and not clamped, as it is when the gateway reads it itself. */
function withinRange(
  measured: Pick<PostedReading, 'value' | 'quality' | 'reason'>,
  point: PointDescriptor | undefined,
): Pick<PostedReading, 'value' | 'quality' | 'reason'> {
  const { value } = measured;
  if (!point?.range || !(value < point.range[0] || value > point.range[1])) return measured;
  const { range, unit } = point;
  const reason = `${value} ${unit} is outside the physical range ${range[0]} to ${range[1]} ${unit}`;
  return { value: NaN, quality: Quality.bad, reason };
}

function timeOf({ timestamp }: Fields, place: string, now: number): number | undefined {
  if (timestamp === undefined || timestamp === null) return undefined;
  const field = `${place}.timestamp`;
  const ts = typeof timestamp === 'string' ? parseInstant(timestamp) : timestamp;
  if (typeof ts !== 'number' || !Number.isFinite(ts)) {
    throw badReading(field, 'a time in ISO 8601 or epoch milliseconds', timestamp);
  }
  if (ts < earliest) throw badReading(field, 'after the year 2000 (epoch milliseconds, not seconds)', timestamp);
  if (ts > now + maxAheadMs) throw badReading(field, 'at most 1 day in the future', timestamp);
  return Math.round(ts);
}

function badReading(field: string, limit: string, value: unknown): BusbarError {
  return errors.bad_reading({ field, limit, value });
}

/** JSON where there is some: it has no text for NaN, infinity and undefined. */
function textOf(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
}
