import type { Alarm } from './alarm.ts';
import {
  type AlarmEventName,
  type AlarmLetter,
  type Announcement,
  letterOf,
  normalFacts,
  transition,
} from './alarm-state.ts';
import type { NewAlarm } from './alarm-store.ts';
import type { AlarmDefinition } from './condition.ts';

export interface AlarmChange {
  readonly alarm: Alarm;
  readonly from: AlarmLetter;
  readonly announcement: Announcement | null;
}

/** What comes with an event: the fields of the alarm that it sets. */
export type Details = Partial<Omit<Alarm, 'id' | 'sensorId' | 'source' | 'revision' | 'facts'>>;

/**
 * The alarm after an event at an epoch millisecond: its facts by the alarm machine, and the times of its occurrence.
 * `refused` when the event is not allowed in its state, undefined when it changes nothing.
 */
export function changeAlarm(
  alarm: Alarm,
  name: AlarmEventName,
  at: number,
  details: Details = {},
): AlarmChange | 'refused' | undefined {
  const { facts, announcement, refused } = transition(alarm.facts, name, details.behaviour ?? alarm.behaviour);
  if (refused) return 'refused';
  if (facts === alarm.facts) return undefined;
  const raised = announcement === 'alarm_raised' || (facts.cond && !alarm.facts.cond);
  return {
    alarm: {
      ...alarm,
      ...details,
      facts,
      revision: alarm.revision + 1,
      changedAt: at,
      ...(raised && { raisedAt: at, ackedAt: null, ackedBy: null, clearedAt: null }),
      ...(announcement === 'alarm_cleared' && { clearedAt: at }),
      ...(facts.shelf === 'none' && { shelf: null }),
    },
    from: letterOf(alarm.facts),
    announcement,
  };
}

/** The alarm with other details in the same state, told to nobody. */
export function restateAlarm(alarm: Alarm, at: number, details: Details): AlarmChange {
  const letter = letterOf(alarm.facts);
  return {
    alarm: { ...alarm, ...details, revision: alarm.revision + 1, changedAt: at },
    from: letter,
    announcement: null,
  };
}

/**
 * The alarm with another reason for its suppression, or without one; undefined when it has that reason already. It leaves
 * the suppression only when neither an operator nor a cause holds it there.
 */
export function resuppressAlarm(
  alarm: Alarm,
  at: number,
  reasons: Partial<Pick<Alarm, 'suppressedByOperator' | 'suppressedByAlarmId'>>,
): AlarmChange | undefined {
  const { suppressedByOperator, suppressedByAlarmId } = { ...alarm, ...reasons };
  const held = suppressedByOperator || suppressedByAlarmId !== null;
  const change = changeAlarm(alarm, held ? 'suppress' : 'unsuppress', at, reasons);
  if (change && change !== 'refused') return change;
  const isNew =
    suppressedByOperator !== alarm.suppressedByOperator || suppressedByAlarmId !== alarm.suppressedByAlarmId;
  return isNew ? restateAlarm(alarm, at, reasons) : undefined;
}

/** An alarm that has never been raised. */
export function newAlarm(sensorId: number, { source, priority, behaviour }: AlarmDefinition, at: number): NewAlarm {
  return {
    sensorId,
    source,
    priority,
    level: null,
    revision: 0,
    changedAt: at,
    facts: normalFacts,
    behaviour: behaviour ?? { latching: false, autoAcknowledge: false },
    message: null,
    valueAtRaise: null,
    valueAtClear: null,
    threshold: null,
    direction: null,
    raisedAt: null,
    ackedAt: null,
    ackedBy: null,
    clearedAt: null,
    shelf: null,
    suppressedByOperator: false,
    suppressedByAlarmId: null,
    lastValue: null,
    lastSeen: null,
  };
}
