import { createRequire } from 'node:module';
import type highs from 'highs';
import { errors } from '../errors.ts';
import {
  type CompleteTask,
  completeTask,
  type MachinePlan,
  type MachineTask,
  planOf,
  type PricedHour,
} from './schedule-problem.ts';

export interface PlanRequest {
  readonly tasks: readonly MachineTask[];
  readonly hours: readonly PricedHour[];
  /** Price of each kilowatt of the highest hourly power of all together. */
  readonly demandRatePerKw?: number;
  /** Most kilowatts of all together in any hour. */
  readonly demandLimitKw?: number | undefined;
  /** Power by hour of everything that is not planned. */
  readonly otherKw?: readonly number[];
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
  const { hours, demandRatePerKw = 0, demandLimitKw = Infinity, otherKw = [], gap = defaultGap } = request;
  const tasks = request.tasks.map((task) => completeTask(task, hours));
  loading ??= loadHighs();
  const solver = await loading;
  const solution = solver.solve(programmeOf(tasks, hours, { demandRatePerKw, demandLimitKw, otherKw }), {
    mip_rel_gap: gap,
    time_limit: timeLimitS,
    output_flag: false,
  });
  const hasPlan = solution.Status === 'Optimal' || solution.Status === 'Time limit reached';
  const valueOf = (name: string): number => {
    const column = solution.Columns[name];
    return column && 'Primal' in column ? column.Primal : NaN;
  };
  if (!hasPlan || (tasks.length > 0 && !Number.isFinite(valueOf('peak')))) {
    const value = tasks.map(({ name, runHours }) => `${name} ${Number(runHours.toFixed(2))} h`).join(', ');
    const limit = Number.isFinite(demandLimitKw) ? ` under ${demandLimitKw} kW` : '';
    throw errors.infeasible_schedule({
      field: `the tasks${limit}`,
      value,
      limit: `the solver finds none (${solution.Status})`,
    });
  }
  const machines = tasks.map((task, machine) => {
    const shares = hours.map((_, hour) => {
      const [runs, isPartial] = [`x${machine}_${hour}`, `y${machine}_${hour}`].map(
        (name) => Math.round(valueOf(name)) || 0,
      );
      return runs === 1 ? (isPartial === 1 ? task.lastShare : 1) : 0;
    });
    return planOf(task, shares, hours);
  });
  const powers = hours.map((_, hour) =>
    machines.reduce((sum, { shares }, machine) => {
      return sum + ((shares[hour] ?? 0) > 0 ? (tasks[machine]?.powerKw ?? 0) : 0);
    }, otherKw[hour] ?? 0),
  );
  const peakKw = Math.max(0, ...powers);
  const demandCharge = peakKw * demandRatePerKw;
  return { machines, peakKw, demandCharge, cost: demandCharge + machines.reduce((sum, { cost }) => sum + cost, 0) };
}

interface DemandTerms {
  readonly demandRatePerKw: number;
  /** Infinity for none. */
  readonly demandLimitKw: number;
  readonly otherKw: readonly number[];
}

/**
 * In the LP format of CPLEX. x: the machine runs in the hour, y: only for the fraction, s: it starts, peak: the highest power.
 * A partial hour counts with its full power, which it has while it lasts.
 */
function programmeOf(
  tasks: readonly CompleteTask[],
  hours: readonly PricedHour[],
  { demandRatePerKw, demandLimitKw, otherKw }: DemandTerms,
): string {
  const costs = [`${demandRatePerKw} peak`];
  const rows: string[] = [];
  const binaries: string[] = [];
  for (const [machine, task] of tasks.entries()) {
    const { powerKw, startCost, lastShare, hourCount } = task;
    const [x, y, s] = ['x', 'y', 's'].map((letter) => (hour: number) => `${letter}${machine}_${hour}`) as [
      Name,
      Name,
      Name,
    ];
    for (const [hour, { ratePerKwh }] of hours.entries()) {
      const cost = ratePerKwh * powerKw;
      costs.push(term(cost, x(hour)), term(-(1 - lastShare) * cost, y(hour)), term(startCost, s(hour)));
      rows.push(`${y(hour)} - ${x(hour)} <= 0`);
      binaries.push(x(hour), y(hour), s(hour));
      if (task.isForbidden[hour] === true) rows.push(`${x(hour)} = 0`);
    }
    const all = (name: Name): string => hours.map((_, hour) => name(hour)).join(' + ');
    rows.push(`${all(x)} = ${hourCount}`, `${all(y)} = ${lastShare < 1 ? 1 : 0}`, ...runRows(task, hours.length, x, s));
  }
  for (const hour of hours.keys()) {
    const powers = tasks.map(({ powerKw }, machine) => term(-powerKw, `x${machine}_${hour}`));
    rows.push(`peak ${powers.join(' ')} >= ${otherKw[hour] ?? 0}`);
  }
  const body = rows.map((row, position) => ` r${position}: ${row}`).join('\n');
  const most = Number.isFinite(demandLimitKw) ? ` <= ${demandLimitKw}` : '';
  return `Minimize\n obj: ${costs.join('\n ')}\nSubject To\n${body}\nBounds\n 0 <= peak${most}\nBinary\n ${binaries.join('\n ')}\nEnd\n`;
}

type Name = (hour: number) => string;

/** Starts, and how long runs and pauses last. */
function runRows({ minOnHours, minOffHours }: CompleteTask, hourCount: number, x: Name, s: Name): string[] {
  const rows: string[] = [];
  for (let hour = 0; hour < hourCount; hour += 1) {
    const before = hour === 0 ? '' : ` + ${x(hour - 1)}`;
    rows.push(`${s(hour)} - ${x(hour)}${before} >= 0`, `${s(hour)} - ${x(hour)} <= 0`);
    if (hour > 0) rows.push(`${s(hour)} + ${x(hour - 1)} <= 1`);
    if (hour + minOnHours > hourCount) rows.push(`${s(hour)} = 0`);
    for (let later = hour + 1; later < Math.min(hour + minOnHours, hourCount); later += 1) {
      rows.push(`${s(hour)} - ${x(later)} <= 0`);
    }
    // Stopped at this hour: no hour of the pause runs.
    for (let later = hour + 1; hour > 0 && later < Math.min(hour + minOffHours, hourCount); later += 1) {
      rows.push(`${x(hour - 1)} - ${x(hour)} + ${x(later)} <= 1`);
    }
  }
  return rows;
}

function term(factor: number, name: string): string {
  return `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`;
}
