import type { Question } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { askedNumber } from '../asked-number.ts';
import { askedDates } from '../asked-period.ts';
import type { Asked } from '../asked.ts';
import { errors } from '../errors.ts';
import type { MachineConstraints } from './prepare-task.ts';
import { scheduleBody, schedulesBody } from './schedule-bodies.ts';
import type { Schedules } from './schedules.ts';

export interface ScheduleAsked extends Asked {
  readonly machines: AnalyticsContext['machines'];
  readonly schedules: Schedules;
}

/** The integer programme grows with each. */
const mostMachines = 20;
const longestDayHours = 25;

/**
 * Body of the schedule of `machine_id`, or of `machine_ids` together. `constraints` hold for each machine, those of
 * `machine_constraints` for the one that they are named by. Throws `unknown_machine`, `bad_value`, `bad_time_range`, and like
 * `Schedules`.
 */
export async function scheduleAnswer({ question, sites, machines, schedules }: ScheduleAsked): Promise<object> {
  const ids = machineIdsOf(question);
  const asked = [...new Set(ids.map((id) => machines.find(id, sites)))];
  const day = await schedules.plan({
    date: askedDates(question, 'date', 'date').first,
    machines: asked.map((machine) => ({ machine, constraints: constraintsFor(machine, question) })),
    demandRatePerKw: askedNumber(question, 'demand_rate_per_kw', { least: 0 }),
    demandLimitKw: askedNumber(question, 'demand_limit_kw', { least: 0 }),
  });
  return question['machine_ids'] === undefined ? scheduleBody(day) : schedulesBody(day);
}

function machineIdsOf({ machine_id: id, machine_ids: ids }: Question): readonly unknown[] {
  if (ids === undefined) return [id];
  if (Array.isArray(ids) && ids.length >= 1 && ids.length <= mostMachines) return ids;
  throw errors.bad_value({ field: 'machine_ids', limit: `a list of 1 to ${mostMachines} machines`, value: ids });
}

function constraintsFor({ uuid }: Machine, question: Question): MachineConstraints {
  const ofMachines = membersOf(question, 'machine_constraints');
  return constraintsOf({ ...membersOf(question, 'constraints'), ...membersOf(ofMachines, uuid) });
}

function constraintsOf(stated: Question): MachineConstraints {
  const atLeastAnHour = { least: 1, most: longestDayHours, isWhole: true };
  return {
    productionTarget: askedNumber(stated, 'production_target', { least: 0 }),
    maxRuntimeHours: askedNumber(stated, 'max_runtime_hours', { least: 0, most: longestDayHours }),
    forbiddenHours: hoursOf(stated),
    minOnHours: askedNumber(stated, 'min_on_hours', atLeastAnHour),
    minOffHours: askedNumber(stated, 'min_off_hours', atLeastAnHour),
    startCost: askedNumber(stated, 'start_cost', { least: 0 }),
    unitsPerHour: askedNumber(stated, 'rate', { least: 0 }),
    shiftStartHour: askedNumber(stated, 'shift_start_hour', { least: 0, most: 23, isWhole: true }),
  };
}

function hoursOf({ forbidden_hours: stated = [] }: Question): readonly number[] {
  const isHour = (hour: unknown): hour is number => Number.isInteger(hour) && Number(hour) >= 0 && Number(hour) <= 23;
  if (Array.isArray(stated) && stated.every(isHour)) return stated;
  throw errors.bad_value({
    field: 'constraints.forbidden_hours',
    limit: 'a list of whole hours from 0 to 23',
    value: stated,
  });
}

function membersOf(question: Question, field: string): Question {
  const stated = question[field] ?? {};
  if (typeof stated === 'object' && !Array.isArray(stated)) return stated as Question;
  throw errors.bad_value({ field, limit: 'an object', value: stated });
}
