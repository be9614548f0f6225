import { errors } from '../errors.ts';

/** An hour in which machines may run. */
export interface PricedHour {
  /** Epoch milliseconds. */
  readonly start: number;
  /** What the clocks show, 0 to 23. */
  readonly hourOfDay: number;
  readonly ratePerKwh: number;
  /** Name of the price. */
  readonly tariff: string;
}

/** What one machine has to do in the hours of a day: 23 or 25 of them where the clocks change. */
export interface MachineTask {
  readonly name: string;
  /** Power while it runs. */
  readonly powerKw: number;
  /** Hours of running; a fraction is run in one of the hours. */
  readonly runHours: number;
  /** Most hours that it may run. */
  readonly maxRunHours?: number | undefined;
  /** Price of one start. */
  readonly startCost?: number | undefined;
  /** Hours that a run, and a pause between runs, last at least. */
  readonly minOnHours?: number | undefined;
  readonly minOffHours?: number | undefined;
  /** Positions of hours in which it must not run. */
  readonly forbidden?: readonly number[] | undefined;
}

/** The task with nothing left open. */
export interface CompleteTask extends Pick<MachineTask, 'name' | 'powerKw' | 'runHours'> {
  readonly startCost: number;
  readonly minOnHours: number;
  readonly minOffHours: number;
  /** Hours in which it runs, the one with the fraction among them. */
  readonly hourCount: number;
  /** Share of an hour that the last one runs, 0 < share ≤ 1. */
  readonly lastShare: number;
  readonly isForbidden: readonly boolean[];
}

/** Rounding that does not ask for another hour. */
const rounding = 1e-9;

/** Throws `bad_value`, and `infeasible_schedule` where counting alone shows that the hours do not suffice. */
export function completeTask(task: MachineTask, hours: readonly PricedHour[]): CompleteTask {
  const { name, powerKw, runHours, maxRunHours = Infinity, startCost = 0, minOnHours = 1, minOffHours = 1 } = task;
  requireAtLeast(`${name}: powerKw`, powerKw, 0);
  requireAtLeast(`${name}: runHours`, runHours, 0);
  requireAtLeast(`${name}: startCost`, startCost, 0);
  requireAtLeast(`${name}: minOnHours`, minOnHours, 1);
  requireAtLeast(`${name}: minOffHours`, minOffHours, 1);
  const hourCount = Math.ceil(runHours - rounding);
  const isForbidden = hours.map((_, hour) => task.forbidden?.includes(hour) ?? false);
  const allowed = isForbidden.filter((each) => !each).length;
  const refusal = { task: `the task of ${name}`, value: `${Number(runHours.toFixed(2))} h` };
  if (runHours > maxRunHours + rounding) {
    const limit = `it may run ${maxRunHours} h`;
    throw errors.infeasible_schedule({ ...refusal, field: 'constraints.max_runtime_hours', limit });
  }
  if (hourCount > allowed) {
    const limit = `${allowed} hours are allowed`;
    throw errors.infeasible_schedule({ ...refusal, field: 'constraints.production_target', limit });
  }
  const lastShare = hourCount === 0 ? 1 : Math.min(1, runHours - (hourCount - 1));
  return { name, powerKw, runHours, startCost, minOnHours, minOffHours, hourCount, lastShare, isForbidden };
}

function requireAtLeast(field: string, value: number, least: number): void {
  if (!(value >= least && Number.isFinite(value))) throw errors.bad_value({ field, limit: `at least ${least}`, value });
}

/** Share of each hour that the machine runs, with what that costs. */
export interface MachinePlan {
  readonly name: string;
  /** 0 to 1 by hour. */
  readonly shares: readonly number[];
  readonly startCount: number;
  readonly energyKwh: number;
  /** Energy and starts; the demand charge belongs to all machines together. */
  readonly cost: number;
}

export function planOf(
  { name, powerKw, startCost }: CompleteTask,
  shares: readonly number[],
  hours: readonly PricedHour[],
): MachinePlan {
  const energies = shares.map((share) => share * powerKw);
  const startCount = shares.filter((share, hour) => share > 0 && !((shares[hour - 1] ?? 0) > 0)).length;
  const energyCost = energies.reduce((sum, kwh, hour) => sum + kwh * (hours[hour]?.ratePerKwh ?? NaN), 0);
  return {
    name,
    shares,
    startCount,
    energyKwh: energies.reduce((sum, kwh) => sum + kwh, 0),
    cost: energyCost + startCount * startCost,
  };
}

/** Power of all together by hour, kW: a machine that runs for a part of an hour draws its full power meanwhile. */
export function powersOf(
  tasks: readonly Pick<MachineTask, 'powerKw'>[],
  plans: readonly Pick<MachinePlan, 'shares'>[],
  hourCount: number,
): number[] {
  const kwOf = (machine: number, hour: number): number =>
    (plans[machine]?.shares[hour] ?? 0) > 0 ? (tasks[machine]?.powerKw ?? 0) : 0;
  return Array.from({ length: hourCount }, (_, hour) =>
    tasks.reduce((sum, _task, machine) => sum + kwOf(machine, hour), 0),
  );
}
