import type { AuditLog, AuditRecord } from '../events/index.ts';
import type { AlarmService } from './alarm-service.ts';
import type { Condition } from './condition.ts';

const latchKinds = ['latch_set', 'latch_released'] as const;
/** Of these the newest for each latch decides; a site has a handful of latches. */
const latchRows = 1000;

/** A stop that protects people or cells comes before one that protects the charge. */
const latchPriorities: Readonly<Record<string, Condition['priority']>> = {
  estop: 'P0',
  temp_critical_high: 'P0',
  temp_critical_low: 'P0',
};

/** The alarm condition that a row of the event log tells of; undefined for every other row. */
function conditionOfEvent({ kind, deviceId, verdict, reason, ts }: AuditRecord): Condition | undefined {
  if (deviceId === null) return undefined;
  if (kind === 'latch_set' || kind === 'latch_released') {
    const constraint = verdict ?? '';
    return {
      sensor: { key: `device:${deviceId}:guard:${constraint}`, tag: `${deviceId}-${constraint}`, deviceId },
      source: 'guard',
      priority: latchPriorities[constraint] ?? 'P1',
      active: kind === 'latch_set',
      message: `the safety guard has latched ${constraint}`,
      at: ts,
    };
  }
  if (kind === 'ids_alert_started' || kind === 'ids_alert_ended') {
    return {
      sensor: { key: `device:${deviceId}:intrusion`, tag: `${deviceId}-IDS`, deviceId, subsystem: 'security' },
      source: 'ids',
      priority: 'P1',
      active: kind === 'ids_alert_started',
      message: reason ?? 'intrusion alert',
      at: ts,
    };
  }
  return undefined;
}

/**
 * Turns latches of the guard and intrusion alerts into alarms, from now on and as they stand. Returns the function that
 * ends it. Call it before the intrusion detection starts: an alert does not outlive the process.
 */
export async function watchEvents(alarms: AlarmService, log: AuditLog): Promise<() => void> {
  for (const condition of await standingLatches(log)) alarms.setCondition(condition);
  for (const { id, sensorId, priority } of alarms.ofSource('ids')) {
    const message = `the gateway was started anew; alarm ${id} is judged again`;
    alarms.setCondition({ sensor: sensorId, source: 'ids', priority, active: false, message });
  }
  return log.subscribe((record) => {
    const condition = conditionOfEvent(record);
    if (condition) alarms.setCondition(condition);
  });
}

/** What the log says last of each latch. */
async function standingLatches(log: AuditLog): Promise<Condition[]> {
  const rows = await Promise.all(latchKinds.map((kind) => log.query({ kind, limit: latchRows })));
  const newestLast = rows.flat().sort((a, b) => a.seq - b.seq);
  return [...new Map(newestLast.map((row) => [`${row.deviceId} ${row.verdict}`, row])).values()].flatMap(
    (row) => conditionOfEvent(row) ?? [],
  );
}
