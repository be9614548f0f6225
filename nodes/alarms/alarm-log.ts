import type { AuditLog, AuditRecord } from '../events/index.ts';
import type { Store } from '../history/index.ts';
import { auditEntry, type Requester } from '../site/index.ts';
import { type Alarm, stateNames } from './alarm.ts';
import { type AlarmEvent, type AlarmKind, alarmKinds } from './alarm-event.ts';
import type { Place } from './alarm-places.ts';

export type StoreStep = Parameters<Store['transaction']>[0][number];

/** One transition, ready to be recorded. */
export interface AlarmRecord {
  readonly kind: AlarmKind;
  readonly event: AlarmEvent;
  readonly alarm: Alarm;
  readonly place: Place;
  readonly requester: Requester;
  readonly reason: string | null;
}

/** Where transitions become durable: an event row and what is saved with it, both or neither. */
export interface AlarmLog {
  record(record: AlarmRecord, save: StoreStep): Promise<void>;
  /** Events since then, oldest first. */
  since(epochMs: number): Promise<AlarmEvent[]>;
}

const pageRows = 1000;

/** The gateway's event log as the alarm machine uses it. */
export function alarmLogOn(log: AuditLog, gatewaySiteId: string): AlarmLog {
  return {
    async record(record, save) {
      const { alarm, event, place } = record;
      await log.append(
        auditEntry({
          kind: record.kind,
          siteId: place.siteCode ?? gatewaySiteId,
          blockId: place.blockSlug,
          deviceId: place.deviceId,
          requester: record.requester,
          verdict: stateNames[event.to],
          reason: record.reason,
          details: detailsOf(event, alarm),
        }),
        { with: [save] },
      );
    },

    async since(epochMs) {
      const rows: AuditRecord[] = [];
      const span = { from: epochMs, until: Number.MAX_SAFE_INTEGER, kinds: alarmKinds, limit: pageRows, offset: 0 };
      for (let beforeSeq: number | undefined; ;) {
        const { events } = await log.events({ ...span, beforeSeq });
        rows.push(...events);
        beforeSeq = events.at(-1)?.seq;
        if (events.length < pageRows) break;
      }
      // By number and not by time: the wall clock may have stepped.
      return rows.sort((a, b) => a.seq - b.seq).map(alarmEventOfRecord);
    },
  };
}

function detailsOf(event: AlarmEvent, alarm: Alarm): Readonly<Record<string, unknown>> {
  return {
    alarm_id: event.alarmId,
    sensor_id: event.sensorId,
    tag: event.tag,
    source: alarm.source,
    at: event.at,
    from: event.from,
    to: event.to,
    announcement: event.announcement,
    priority: event.priority,
    level: alarm.level,
    message: alarm.message,
    value: alarm.lastValue,
    threshold: alarm.threshold,
    direction: alarm.direction,
    raised_at: event.raisedAt,
    shelved_until: alarm.shelf?.until ?? null,
    suppressed_by_alarm_id: event.suppressedByAlarmId,
  };
}

/** Reads the alarm back from its event row. */
function alarmEventOfRecord({ blockId, details }: AuditRecord): AlarmEvent {
  return {
    at: details['at'] as number,
    alarmId: details['alarm_id'] as number,
    sensorId: details['sensor_id'] as number,
    tag: details['tag'] as string,
    blockSlug: blockId,
    from: details['from'] as AlarmEvent['from'],
    to: details['to'] as AlarmEvent['to'],
    announcement: details['announcement'] as AlarmEvent['announcement'],
    priority: details['priority'] as AlarmEvent['priority'],
    raisedAt: details['raised_at'] as number | null,
    suppressedByAlarmId: details['suppressed_by_alarm_id'] as number | null,
  };
}
