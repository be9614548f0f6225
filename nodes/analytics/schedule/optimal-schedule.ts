import { errors } from '../errors.ts';
import {
  type CompleteTask,
  completeTask,
  type MachinePlan,
  type MachineTask,
  planOf,
  type PricedHour,
} from './schedule-problem.ts';

export interface ScheduleRequest {
  readonly task: MachineTask;
  readonly hours: readonly PricedHour[];
}

/**
 * The cheapest hours for one machine's task with start costs and least lengths of runs and pauses, of equally cheap ones those
 * with the fewest starts: exact, by dynamic programming over the hours run, the age of the present run or pause, and whether the
 * hour with the fraction is over. Before the first hour the machine has stood long enough; a run must end, or have lasted long
 * enough, within the hours. Throws `bad_value`, `infeasible_schedule`.
 */
export function optimalSchedule({ task, hours }: ScheduleRequest): MachinePlan {
  const complete = completeTask(task, hours);
  let states = new Map([[keyOf(startOf(complete)), startOf(complete)]]);
  for (const [hour, { ratePerKwh }] of hours.entries()) {
    const next = new Map<string, State>();
    for (const state of states.values()) {
      for (const candidate of successors(state, complete, hour, ratePerKwh * complete.powerKw)) {
        const key = keyOf(candidate);
        const known = next.get(key);
        if (!known || isBetter(candidate, known)) next.set(key, candidate);
      }
    }
    states = next;
  }
  const ends = [...states.values()].filter((state) => isDone(state, complete));
  const best = ends.reduce<State | undefined>((a, b) => (a && !isBetter(b, a) ? a : b), undefined);
  if (best) return planOf(complete, sharesOf(best), hours);
  throw errors.infeasible_schedule({
    field: 'constraints',
    task: `the task of ${task.name}`,
    value: `${complete.hourCount} h in runs of at least ${complete.minOnHours} h with pauses of at least ${complete.minOffHours} h`,
    limit: 'the allowed hours do not lie so',
  });
}

/** Of sums of prices: a difference below it is none. */
const rounding = 1e-10;

interface State {
  readonly isOn: boolean;
  /** Hours of the present run or pause, up to the least that it must last. */
  readonly age: number;
  readonly hoursRun: number;
  readonly isFractionRun: boolean;
  readonly cost: number;
  readonly startCount: number;
  /** Share of the hour that led here, and the state before it. */
  readonly share: number;
  readonly before: State | null;
}

function startOf({ minOffHours, lastShare }: CompleteTask): State {
  const standing = { isOn: false, age: minOffHours, hoursRun: 0, cost: 0, startCount: 0, share: 0, before: null };
  return { ...standing, isFractionRun: lastShare === 1 };
}

function keyOf({ isOn, age, hoursRun, isFractionRun }: State): string {
  return `${isOn} ${age} ${hoursRun} ${isFractionRun}`;
}

/** What may follow: a pause, a full hour, and the hour with the fraction. */
function successors(state: State, task: CompleteTask, hour: number, hourCost: number): State[] {
  const { minOnHours, minOffHours, startCost, hourCount, lastShare } = task;
  const followed: State[] = [];
  const isOldEnough = state.age >= (state.isOn ? minOnHours : minOffHours);
  if (!state.isOn || isOldEnough) {
    const age = state.isOn ? 1 : Math.min(state.age + 1, minOffHours);
    followed.push({ ...state, isOn: false, age, share: 0, before: state });
  }
  const mayRun = task.isForbidden[hour] !== true && state.hoursRun < hourCount && (state.isOn || isOldEnough);
  if (!mayRun) return followed;
  const age = state.isOn ? Math.min(state.age + 1, minOnHours) : 1;
  const before = state.cost + (state.isOn ? 0 : startCost);
  const startCount = state.startCount + (state.isOn ? 0 : 1);
  const running = { isOn: true, age, hoursRun: state.hoursRun + 1, startCount, before: state };
  followed.push({ ...running, isFractionRun: state.isFractionRun, cost: before + hourCost, share: 1 });
  if (!state.isFractionRun) {
    followed.push({ ...running, isFractionRun: true, cost: before + lastShare * hourCost, share: lastShare });
  }
  return followed;
}

/** Cheaper, or as cheap with fewer starts. */
function isBetter(a: State, b: State): boolean {
  const isAsCheap = Math.abs(a.cost - b.cost) <= rounding;
  return isAsCheap ? a.startCount < b.startCount : a.cost < b.cost;
}

function isDone(state: State, { hourCount, minOnHours }: CompleteTask): boolean {
  const isAllowedToEnd = !state.isOn || state.age >= minOnHours;
  return isAllowedToEnd && state.hoursRun === hourCount && (state.isFractionRun || hourCount === 0);
}

function sharesOf(end: State): number[] {
  const shares: number[] = [];
  for (let state: State = end; state.before; state = state.before) shares.push(state.share);
  return shares.reverse();
}
