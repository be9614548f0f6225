import { priorities } from './alarm.ts';
import { badInput } from './alarm-input.ts';
import type { Condition, SensorReference } from './condition.ts';

type Payload = Readonly<Record<string, unknown>>;

const defaultPriority = 'P3';

/**
 * The condition that a flow sets: `{key, active, sensor, tag, priority, message, value, threshold, direction}`, of which
 * key and active must be there. Without a `sensor` (an id of the site file) the alarm stands on a virtual sensor of the
 * flow's, which `tag` names. Throws `bad_alarm_input`.
 */
export function conditionOfMessage(payload: unknown): Condition {
  const fields = (typeof payload === 'object' && payload !== null ? payload : {}) as Payload;
  const { key, active, priority = defaultPriority } = fields;
  if (typeof key !== 'string' || key === '') throw badInput('key', 'text that names the alarm', key, 'body');
  if (typeof active !== 'boolean') throw badInput('active', 'true or false', active, 'body');
  const known = priorities.find((name) => name === priority);
  if (!known) throw badInput('priority', priorities.join(', '), priority, 'body');
  return {
    sensor: sensorOf(fields, key),
    source: `flow:${key}`,
    priority: known,
    active,
    value: numberOf(fields, 'value'),
    threshold: numberOf(fields, 'threshold'),
    direction: directionOf(fields),
    message: textOf(fields, 'message'),
  };
}

function sensorOf(fields: Payload, key: string): SensorReference {
  const { sensor } = fields;
  if (sensor === undefined || sensor === null) return { key: `flow:${key}`, tag: textOf(fields, 'tag') ?? key };
  if (typeof sensor === 'number' && Number.isInteger(sensor)) return sensor;
  throw badInput('sensor', 'the id of a sensor', sensor, 'body');
}

function textOf(fields: Payload, field: string): string | undefined {
  const stated = fields[field];
  if (stated === undefined || stated === null) return undefined;
  if (typeof stated === 'string') return stated;
  throw badInput(field, 'text', stated, 'body');
}

function numberOf(fields: Payload, field: string): number | undefined {
  const stated = fields[field];
  if (stated === undefined || stated === null) return undefined;
  if (typeof stated === 'number' && Number.isFinite(stated)) return stated;
  throw badInput(field, 'a number', stated, 'body');
}

function directionOf({ direction }: Payload): Condition['direction'] {
  if (direction === undefined || direction === null) return undefined;
  if (direction === 'HIGH' || direction === 'LOW') return direction;
  throw badInput('direction', 'HIGH or LOW', direction, 'body');
}
