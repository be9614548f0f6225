import type { AlarmLevel } from '../site/index.ts';
import { type Alarm, compareSeverity, type Direction, type Priority } from './alarm.ts';
import type { AlarmBehaviour } from './alarm-state.ts';
import type { VirtualSensor } from './alarm-places.ts';
import type { Details } from './change-alarm.ts';

/** A sensor of the site file by its id, or one that only has alarms. */
export type SensorReference = number | VirtualSensor;

/** An alarm that may be raised. A sensor has one for each source. */
export interface AlarmDefinition {
  readonly sensor: SensorReference;
  readonly source: string;
  readonly priority: Priority;
  /** Neither latching nor acknowledged by itself unless it says so. */
  readonly behaviour?: AlarmBehaviour | undefined;
}

/** What a source says about the condition of one alarm. */
export interface Condition extends AlarmDefinition {
  readonly active: boolean;
  /** Limit that is passed. */
  readonly level?: AlarmLevel | undefined;
  /** Limit, and the value beside it, in the point's unit. */
  readonly threshold?: number | undefined;
  readonly direction?: Direction | undefined;
  readonly value?: number | undefined;
  readonly message?: string | undefined;
  /** Epoch milliseconds; now when left out. */
  readonly at?: number | undefined;
}

/** Which of the machine's events a condition is for an alarm, or `restate` for a change that the operator need not see. */
export function eventOfCondition(
  alarm: Alarm,
  condition: Condition,
): 'cond_on' | 'cond_off' | 'escalate' | 'restate' | undefined {
  const { cond } = alarm.facts;
  if (!condition.active) return cond ? 'cond_off' : undefined;
  if (!cond) return 'cond_on';
  const severity = { priority: condition.priority, level: condition.level ?? null };
  const worse = compareSeverity(severity, alarm);
  if (worse < 0) return 'escalate';
  return worse > 0 || severity.level !== alarm.level ? 'restate' : undefined;
}

/** What a condition says beside its name. */
export function detailsOfCondition(alarm: Alarm, condition: Condition, at: number): Details {
  const value = condition.value ?? null;
  const seen = { behaviour: condition.behaviour ?? alarm.behaviour, lastValue: value, lastSeen: at };
  if (!condition.active) return { ...seen, valueAtClear: value };
  return {
    ...seen,
    priority: condition.priority,
    level: condition.level ?? null,
    threshold: condition.threshold ?? null,
    direction: condition.direction ?? null,
    message: condition.message ?? null,
    ...(!alarm.facts.cond && { valueAtRaise: value, valueAtClear: null }),
  };
}
