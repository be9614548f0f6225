import type { Requester } from '../site/index.ts';
import { type Alarm, priorities, stateOf } from './alarm.ts';
import { errors } from './alarm-errors.ts';
import type { RecordedEvent } from './alarm-event.ts';
import { compareUrgency } from './alarm-list.ts';
import { type AlarmChange, changeAlarm, type Details, resuppressAlarm } from './change-alarm.ts';
import { hourMs, maxShelfHours, withRemaining } from './shelf.ts';

/** What an operator may do to an alarm. */
export const alarmActions = [
  'acknowledge',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'out_of_service',
  'in_service',
  'reset',
] as const;
export type AlarmAction = (typeof alarmActions)[number];

export interface ActionRequest {
  readonly action: AlarmAction;
  readonly sensorId: number;
  /** One of the sensor's alarms; when left out, the most urgent that the action fits. */
  readonly alarmId?: number | undefined;
  readonly requester: Requester;
  /** 1 to 500 characters; needed by what hides an alarm. */
  readonly reason: string | null;
  /** Of a shelf. */
  readonly durationHours?: number | undefined;
  /** The shelf ends with the condition, if that comes first. */
  readonly oneShot?: boolean | undefined;
  /** Codes of the sites that the asker may touch; all when left out. */
  readonly siteCodes?: ReadonlySet<string> | undefined;
}

/** The machine's event of an action. */
export function eventOfAction({ action, oneShot }: Pick<ActionRequest, 'action' | 'oneShot'>): RecordedEvent {
  if (action === 'acknowledge') return 'ack';
  return action === 'shelve' && oneShot === true ? 'shelve_once' : action;
}

/**
 * The sensor's most urgent alarm that the action fits: first those that it would change, then those that stand. Throws
 * `wrong_alarm_state` when it fits none.
 */
export function chooseAlarm(alarms: readonly Alarm[], request: ActionRequest): Alarm {
  const event = eventOfAction(request);
  const rated = alarms.map((alarm) => ({ alarm, rank: rankOf(alarm, event) })).filter(({ rank }) => rank < refusedRank);
  rated.sort((a, b) => a.rank - b.rank || compareUrgency(a.alarm, b.alarm));
  const [best] = rated;
  if (best) return best.alarm;
  const states = [...new Set(alarms.map(stateOf))].join(', ');
  throw errors.wrong_alarm_state({ field: request.action, value: states });
}

const refusedRank = 3;

function rankOf(alarm: Alarm, event: RecordedEvent): number {
  const change = changeAlarm(alarm, event, 0);
  if (change === 'refused') return refusedRank;
  if (!change) return 2;
  return alarm.facts.cond ? 0 : 1;
}

/** The alarm after an action; undefined when it changes nothing. Throws `suppressed_by_cause` and `bad_alarm_input`. */
export function changeByAction(alarm: Alarm, request: ActionRequest, at: number): AlarmChange | undefined {
  const { action } = request;
  if (action === 'suppress') return resuppressAlarm(alarm, at, { suppressedByOperator: true });
  if (action === 'unsuppress') {
    const { suppressedByAlarmId: cause, suppressedByOperator } = alarm;
    if (cause !== null && !suppressedByOperator) throw errors.suppressed_by_cause({ field: action, value: cause });
    return resuppressAlarm(alarm, at, { suppressedByOperator: false });
  }
  const change = changeAlarm(alarm, eventOfAction(request), at, detailsOfAction(alarm, request, at));
  if (change === 'refused') throw errors.wrong_alarm_state({ field: action, value: stateOf(alarm) });
  return change;
}

/** What an action sets beside the state. Throws `bad_alarm_input` for a shelf that is too long for the priority. */
function detailsOfAction(alarm: Alarm, request: ActionRequest, at: number): Details {
  const operator = request.requester.source;
  switch (request.action) {
    case 'acknowledge':
      return { ackedAt: at, ackedBy: operator };
    case 'shelve':
      return { shelf: shelfOf(alarm, request, at) };
    default:
      return {};
  }
}

function shelfOf({ priority }: Alarm, { requester, reason, durationHours = 0 }: ActionRequest, at: number) {
  const most = maxShelfHours[priority];
  if (durationHours > most) {
    const limit = `at most ${most} for ${priorityNames(most)}`;
    throw errors.bad_alarm_input({ field: 'duration_hours', limit, value: durationHours });
  }
  const durationMs = durationHours * hourMs;
  const terms = { since: at, until: at + durationMs, remainingMs: 0, operator: requester.source, reason: reason ?? '' };
  return withRemaining(terms, durationMs);
}

function priorityNames(hours: number): string {
  return priorities.filter((priority) => maxShelfHours[priority] === hours).join(' and ');
}
