import { defineErrors, type Question } from '../kernel/index.ts';
import type { Tier } from './tier.ts';
import { type Aggregation, aggregations, tierFor } from './tier-choice.ts';
import { type TimeRange, timeRangeOf } from './time-range.ts';

/** What a question about the past asks for. */
interface PastRequest {
  readonly range: TimeRange;
  readonly tier: Tier;
}

export interface SeriesRequest extends PastRequest {
  readonly sensorId: number;
}

export interface MultiRequest extends PastRequest {
  /** Each once, in the order asked. */
  readonly sensorIds: readonly number[];
}

export interface LatestRequest {
  readonly blockSlug: string;
  readonly subsystem: string | undefined;
}

const errors = defineErrors({
  bad_telemetry_question: {
    status: 422,
    message: ({ field, limit, value }) =>
      `${String(field)} must be ${String(limit)}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}.`,
  },
  bad_sensor_ids: { status: 400, message: () => 'sensor_ids must be comma-separated integers' },
  too_many_sensors: {
    status: 400,
    message: ({ limit, value }) => `sensor_ids may name at most ${String(limit)} sensors, found ${String(value)}`,
  },
});

const maxSensors = 50;

/** `now` in epoch milliseconds. Throws `bad_telemetry_question`, `bad_time` and `bad_time_range`. */
export function seriesRequest(question: Question, now: number): SeriesRequest {
  const stated = question['sensor_id'];
  const sensorId = sensorIdOf(stated);
  if (sensorId === undefined) throw badQuestion('sensor_id', 'the id of a sensor', stated);
  return { sensorId, ...pastRequest(question, now) };
}

/** Throws also `bad_sensor_ids` and `too_many_sensors`. */
export function multiRequest(question: Question, now: number): MultiRequest {
  const stated = question['sensor_ids'];
  if (typeof stated !== 'string') throw badQuestion('sensor_ids', 'ids of sensors, separated by commas', stated);
  const ids = stated.split(',').map(sensorIdOf);
  if (!ids.every((id) => id !== undefined)) throw errors.bad_sensor_ids({ field: 'sensor_ids', value: stated });
  if (ids.length > maxSensors) {
    throw errors.too_many_sensors({ field: 'sensor_ids', limit: maxSensors, value: ids.length });
  }
  return { sensorIds: [...new Set(ids)], ...pastRequest(question, now) };
}

/** Throws `bad_telemetry_question`. */
export function latestRequest(question: Question): LatestRequest {
  const { block_slug: blockSlug, subsystem } = question;
  if (typeof blockSlug !== 'string' || blockSlug === '') {
    throw badQuestion('block_slug', 'the slug of a block', blockSlug);
  }
  return { blockSlug, subsystem: typeof subsystem === 'string' && subsystem !== '' ? subsystem : undefined };
}

function pastRequest(question: Question, now: number): PastRequest {
  const range = timeRangeOf(question, now);
  return { range, tier: tierFor(range, aggregationOf(question['agg'])) };
}

function aggregationOf(stated: unknown): Aggregation | undefined {
  if (stated === undefined) return undefined;
  const names = Object.keys(aggregations) as Aggregation[];
  const known = names.find((name) => name === stated);
  if (known === undefined) throw badQuestion('agg', names.join(' or '), stated);
  return known;
}

function sensorIdOf(stated: unknown): number | undefined {
  const text = String(stated).trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function badQuestion(field: string, limit: string, value: unknown): Error {
  return errors.bad_telemetry_question({ field, limit, value, place: 'query' });
}
