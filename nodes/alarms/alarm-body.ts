import { isoUtc } from '../kernel/index.ts';
import { type Alarm, type Direction, type Priority, type StateName, stateOf } from './alarm.ts';
import { type AlarmFacts, letterOf } from './alarm-state.ts';
import type { Place } from './alarm-places.ts';

/** An alarm as contract 002 shows it. Times are ISO 8601 in UTC; a value that is not known is null. */
export interface AlarmBody {
  readonly id: number;
  readonly sensor_id: number;
  readonly priority: Priority;
  readonly state: StateName;
  readonly tag: string;
  readonly subsystem: string | null;
  /** Slug. */
  readonly site_id: string | null;
  /** Slug. */
  readonly block_id: string | null;
  readonly value_at_raise: number | null;
  readonly value_at_clear: number | null;
  readonly threshold_value: number | null;
  readonly threshold_direction: Direction | null;
  readonly raised_at: string | null;
  readonly acked_at: string | null;
  readonly acked_by: string | null;
  readonly cleared_at: string | null;
  readonly shelved_at: string | null;
  readonly shelved_by: string | null;
  readonly shelved_until: string | null;
  readonly shelve_reason: string | null;
  readonly suppressed_by_alarm_id: number | null;
  /** From the raise to the acknowledgement. */
  readonly response_time_seconds: number | null;
  readonly last_value: number | null;
  readonly last_seen: string | null;
  /** What hides the alarm: the feed announces all three as `alarm_shelved`. */
  readonly suppression: Suppression | null;
  /** Who sets the condition, and what it says about it. */
  readonly source: string;
  readonly message: string | null;
}

type Suppression = 'shelved' | 'suppressed' | 'out_of_service';

export interface LastReading {
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function alarmBody(alarm: Alarm, place: Place, reading: LastReading | undefined): AlarmBody {
  const { raisedAt, ackedAt, shelf } = alarm;
  return {
    id: alarm.id,
    sensor_id: alarm.sensorId,
    priority: alarm.priority,
    state: stateOf(alarm),
    tag: place.tag,
    subsystem: place.subsystem,
    site_id: place.siteSlug,
    block_id: place.blockSlug,
    value_at_raise: alarm.valueAtRaise,
    value_at_clear: alarm.valueAtClear,
    threshold_value: alarm.threshold,
    threshold_direction: alarm.direction,
    raised_at: isoOrNull(raisedAt),
    acked_at: isoOrNull(ackedAt),
    acked_by: alarm.ackedBy,
    cleared_at: isoOrNull(alarm.clearedAt),
    shelved_at: isoOrNull(shelf?.since),
    shelved_by: shelf?.operator ?? null,
    shelved_until: isoOrNull(shelf?.until),
    shelve_reason: shelf?.reason ?? null,
    suppressed_by_alarm_id: alarm.suppressedByAlarmId,
    response_time_seconds: ackedAt === null || raisedAt === null ? null : (ackedAt - raisedAt) / 1000,
    last_value: reading?.value ?? alarm.lastValue,
    last_seen: isoOrNull(reading?.at ?? alarm.lastSeen),
    suppression: suppressionOf(alarm.facts),
    source: alarm.source,
    message: alarm.message,
  };
}

function suppressionOf(facts: AlarmFacts): Suppression | null {
  const by: Partial<Record<string, Suppression>> = { G: 'shelved', H: 'suppressed', I: 'out_of_service' };
  return by[letterOf(facts)] ?? null;
}

function isoOrNull(epochMs: number | null | undefined): string | null {
  return epochMs === null || epochMs === undefined ? null : isoUtc(epochMs);
}
