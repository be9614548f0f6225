import { type BusbarError, type InputFault, type Question, wholeNumberOf } from '../kernel/index.ts';
import { priorities, stateNames } from './alarm.ts';
import type { ActionRequest, AlarmAction } from './alarm-action.ts';
import { errors } from './alarm-errors.ts';
import type { AlarmFilter } from './alarm-list.ts';

/** Where a field comes from: the error of contract 002 names it. */
export type InputPlace = 'path' | 'query' | 'body';

const maxPageRows = 1000;
const defaultPageRows = 100;
const maxOperatorLength = 100;
const maxReasonLength = 500;
/** Fits the bound of every priority. */
const defaultShelfHours = 8;
/** What hides an alarm needs a reason. */
const reasonNeeded: ReadonlySet<AlarmAction> = new Set(['shelve', 'suppress', 'out_of_service']);

/** Filters of a list: `state` and `priority` are comma lists. Throws `bad_alarm_input`. */
export function filterOf(fields: Question): AlarmFilter {
  return {
    states: listOf(fields, 'state', [...new Set(Object.values(stateNames))]),
    priorities: listOf(fields, 'priority', priorities),
    blockSlug: textOf(fields, 'block_slug'),
    siteSlug: textOf(fields, 'site_slug'),
    sensorId: fields['sensor_id'] === undefined ? undefined : idOf(fields, 'sensor_id', 'query'),
  };
}

/** `offset` (0 unless given) and `limit` (1 to 1000, 100 unless given). Throws `bad_alarm_input`. */
export function pageOf(fields: Question): { readonly offset: number; readonly limit: number } {
  return {
    offset: wholeNumberOf(fields, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 }, refusalAt('query')),
    limit: wholeNumberOf(fields, 'limit', { min: 1, max: maxPageRows, otherwise: defaultPageRows }, refusalAt('query')),
  };
}

/** An operator's action, all but who asks for it. Throws `bad_alarm_input`. */
export function actionOf(
  action: AlarmAction,
  fields: Question,
): Omit<ActionRequest, 'requester' | 'siteCodes'> & { readonly operator: string } {
  return {
    action,
    sensorId: idOf(fields, 'sensor_id', 'path'),
    alarmId: fields['alarm_id'] === undefined ? undefined : idOf(fields, 'alarm_id', 'body'),
    operator: sentence(fields, 'operator', maxOperatorLength),
    reason:
      reasonNeeded.has(action) || fields['reason'] !== undefined ? sentence(fields, 'reason', maxReasonLength) : null,
    ...(action === 'shelve' && { durationHours: hoursOf(fields), oneShot: fields['one_shot'] === true }),
  };
}

export function badInput(field: string, limit: string, value: unknown, place: InputPlace): BusbarError {
  return errors.bad_alarm_input({ field, limit, value, place });
}

function listOf<T extends string>(fields: Question, field: string, allowed: readonly T[]): readonly T[] | undefined {
  const stated = textOf(fields, field);
  return stated?.split(',').map((part) => {
    const found = allowed.find((name) => name === part.trim().toUpperCase());
    if (found === undefined) throw badInput(field, `a list of ${allowed.join(', ')}`, stated, 'query');
    return found;
  });
}

function textOf(fields: Question, field: string): string | undefined {
  const stated = fields[field];
  if (stated === undefined || stated === '') return undefined;
  if (typeof stated !== 'string') throw badInput(field, 'text, once', stated, 'query');
  return stated;
}

/** Text without the blanks around it. */
function sentence(fields: Question, field: string, maxLength: number): string {
  const stated = fields[field];
  const text = typeof stated === 'string' ? stated.trim() : '';
  if (text.length >= 1 && text.length <= maxLength) return text;
  throw badInput(field, `text of 1 to ${maxLength} characters`, stated, 'body');
}

function hoursOf({ duration_hours: stated = defaultShelfHours }: Question): number {
  if (typeof stated === 'number' && Number.isFinite(stated) && stated > 0) return stated;
  throw badInput('duration_hours', 'a number above 0', stated, 'body');
}

function idOf(fields: Question, field: string, place: InputPlace): number {
  return wholeNumberOf(fields, field, { min: 1, max: Number.MAX_SAFE_INTEGER }, refusalAt(place));
}

function refusalAt(place: InputPlace): (fault: InputFault) => Error {
  return ({ field, limit, value }) => badInput(field, limit, value, place);
}
