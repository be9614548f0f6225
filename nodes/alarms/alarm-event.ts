import type { AuditKind } from '../site/index.ts';
import type { Alarm, Priority } from './alarm.ts';
import { type AlarmEventName, type AlarmLetter, type Announcement, letterOf } from './alarm-state.ts';
import type { Place } from './alarm-places.ts';

/** What an event row tells of an alarm: enough to recompute every statistic. */
export interface AlarmEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly alarmId: number;
  readonly sensorId: number;
  readonly tag: string;
  readonly blockSlug: string | null;
  readonly from: AlarmLetter;
  readonly to: AlarmLetter;
  /** What the live feed told; null for a change that the operator does not see. */
  readonly announcement: Announcement | null;
  readonly priority: Priority;
  readonly raisedAt: number | null;
  readonly suppressedByAlarmId: number | null;
}

export const alarmKinds = [
  'alarm_raised',
  'alarm_acked',
  'alarm_cleared',
  'alarm_rtn_unack',
  'alarm_shelved',
  'alarm_unshelved',
  'alarm_suppressed',
  'alarm_unsuppressed',
  'alarm_out_of_service',
  'alarm_in_service',
] as const satisfies readonly AuditKind[];
export type AlarmKind = (typeof alarmKinds)[number];

/** The state of an alarm as an event of its newest change. */
export function eventOf(
  alarm: Alarm,
  place: Place,
  { from, announcement }: Pick<AlarmEvent, 'from' | 'announcement'>,
): AlarmEvent {
  return {
    at: alarm.changedAt,
    alarmId: alarm.id,
    sensorId: alarm.sensorId,
    tag: place.tag,
    blockSlug: place.blockSlug,
    from,
    to: letterOf(alarm.facts),
    announcement,
    priority: alarm.priority,
    raisedAt: alarm.raisedAt,
    suppressedByAlarmId: alarm.suppressedByAlarmId,
  };
}

/** A restart changes nothing, so there is nothing to record of it. */
export type RecordedEvent = Exclude<AlarmEventName, 'restart'>;

const kinds: Readonly<Record<Exclude<RecordedEvent, 'cond_off'>, AlarmKind>> = {
  cond_on: 'alarm_raised',
  escalate: 'alarm_raised',
  ack: 'alarm_acked',
  reset: 'alarm_cleared',
  shelve: 'alarm_shelved',
  shelve_once: 'alarm_shelved',
  unshelve: 'alarm_unshelved',
  expire: 'alarm_unshelved',
  suppress: 'alarm_suppressed',
  unsuppress: 'alarm_unsuppressed',
  out_of_service: 'alarm_out_of_service',
  in_service: 'alarm_in_service',
};

/**
 * The kind of the event row says what happened to the condition, or to what hides it. Whether the operator was told is
 * another matter: a condition that begins under a shelf is recorded as raised and not announced.
 */
export function kindOf(name: RecordedEvent, to: AlarmLetter): AlarmKind {
  if (name !== 'cond_off') return kinds[name];
  return to === 'D' || to === 'E' ? 'alarm_rtn_unack' : 'alarm_cleared';
}
