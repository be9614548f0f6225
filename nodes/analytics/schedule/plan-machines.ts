import { createRequire } from 'node:module';
import type highs from 'highs';
import type { BusbarError } from '../../kernel/index.ts';
import { errors } from '../errors.ts';
import { integerProgramme, peak, runs, runsPartly } from './integer-programme.ts';
import {
  type CompleteTask,
  completeTask,
  type MachinePlan,
  type MachineTask,
  planOf,
  powersOf,
  type PricedHour,
} from './schedule-problem.ts';

export interface PlanRequest {
  readonly tasks: readonly MachineTask[];
  readonly hours: readonly PricedHour[];
  /** Price of each kilowatt of the highest hourly power of all together. */
  readonly demandRatePerKw?: number;
  /** Most kilowatts of all together in any hour. */
  readonly demandLimitKw?: number | undefined;
  /** Share of the cost by which the plan may miss the optimum; 0 is exact. */
  readonly gap?: number;
}

export interface MachinesPlan {
  readonly machines: readonly MachinePlan[];
  readonly peakKw: number;
  /** Of the machines, and the demand charge of the peak. */
  readonly cost: number;
  readonly demandCharge: number;
}

/** Its types describe the form that `require` loads. */
const loadHighs = createRequire(import.meta.url)('highs') as typeof highs.default;
let loading: ReturnType<typeof loadHighs> | undefined;
const timeLimitS = 20;
const defaultGap = 0.01;

/**
 * The cheapest hours for several machines that share a demand charge, as a mixed integer programme for HiGHS. The rules of each
 * machine are those of `optimalSchedule`. Throws `bad_value`, `infeasible_schedule`.
 */
export async function planMachines(request: PlanRequest): Promise<MachinesPlan> {
  const { hours, demandRatePerKw = 0, demandLimitKw = Infinity, gap = defaultGap } = request;
  const tasks = request.tasks.map((task) => completeTask(task, hours));
  const programme = integerProgramme(tasks, hours, { demandRatePerKw, demandLimitKw });
  const { status, hasPlan, valueOf } = await solve(programme, gap);
  if (!hasPlan) throw refusalOf(tasks, demandLimitKw, status);
  const machines = tasks.map((task, machine) => planOf(task, sharesOf(machine, task, hours.length, valueOf), hours));
  const peakKw = Math.max(0, ...powersOf(tasks, machines, hours.length));
  const demandCharge = peakKw * demandRatePerKw;
  return { machines, peakKw, demandCharge, cost: demandCharge + machines.reduce((sum, { cost }) => sum + cost, 0) };
}

/** Value of a variable of the programme; NaN for one that it has not. */
type ValueOf = (variable: string) => number;

interface Solution {
  /** What the solver says, as `Infeasible`. */
  readonly status: string;
  readonly hasPlan: boolean;
  readonly valueOf: ValueOf;
}

async function solve(programme: string, gap: number): Promise<Solution> {
  loading ??= loadHighs();
  const { Status: status, Columns } = (await loading).solve(programme, {
    mip_rel_gap: gap,
    time_limit: timeLimitS,
    output_flag: false,
  });
  const valueOf = (variable: string): number => {
    const column = Columns[variable];
    return column && 'Primal' in column ? column.Primal : NaN;
  };
  // Out of time, the solver may have a plan that is not proven to be the cheapest, or none.
  const mayHavePlan = status === 'Optimal' || status === 'Time limit reached';
  return { status, hasPlan: mayHavePlan && Number.isFinite(valueOf(peak)), valueOf };
}

function sharesOf(machine: number, { lastShare }: CompleteTask, hourCount: number, valueOf: ValueOf): number[] {
  const is = (variable: string): boolean => Math.round(valueOf(variable)) === 1;
  return Array.from({ length: hourCount }, (_, hour) => {
    if (!is(runs(machine, hour))) return 0;
    return is(runsPartly(machine, hour)) ? lastShare : 1;
  });
}

function refusalOf(tasks: readonly CompleteTask[], demandLimitKw: number, status: string): BusbarError {
  const isLimited = Number.isFinite(demandLimitKw);
  return errors.infeasible_schedule({
    field: isLimited ? 'demand_limit_kw' : 'constraints',
    task: isLimited ? `the tasks under ${demandLimitKw} kW` : 'the tasks',
    value: tasks.map(({ name, runHours }) => `${name} ${Number(runHours.toFixed(2))} h`).join(', '),
    limit: `the solver finds none (${status})`,
  });
}
