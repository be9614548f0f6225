import type { CompleteTask, PricedHour } from './schedule-problem.ts';

/** Names of the variables: the highest power of all; by machine and hour whether it runs, runs for the fraction only, starts. */
export const peak = 'peak';
export const runs = (machine: number, hour: number): string => `x${machine}_${hour}`;
export const runsPartly = (machine: number, hour: number): string => `y${machine}_${hour}`;
const starts = (machine: number, hour: number): string => `s${machine}_${hour}`;

/** A variable of one machine by hour. */
type Name = (hour: number) => string;

export interface DemandTerms {
  readonly demandRatePerKw: number;
  /** Infinity for none. */
  readonly demandLimitKw: number;
}

/**
 * The integer programme of machines under a demand charge, in the LP format of CPLEX: least cost of energy, starts and peak. An
 * hour that is run in part counts with the machine's full power, which it draws while it lasts.
 */
export function integerProgramme(
  tasks: readonly CompleteTask[],
  hours: readonly PricedHour[],
  { demandRatePerKw, demandLimitKw }: DemandTerms,
): string {
  const costs = [`${demandRatePerKw} ${peak}`];
  const rows: string[] = [];
  const binaries: string[] = [];
  for (const [machine, task] of tasks.entries()) {
    const { powerKw, startCost, lastShare, hourCount } = task;
    const [x, y, s] = [runs, runsPartly, starts].map((nameOf) => (hour: number) => nameOf(machine, hour)) as [
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
    const powers = tasks.map(({ powerKw }, machine) => term(-powerKw, runs(machine, hour)));
    rows.push(`${peak} ${powers.join(' ')} >= 0`);
  }
  const body = rows.map((row, position) => ` r${position}: ${row}`).join('\n');
  const most = Number.isFinite(demandLimitKw) ? ` <= ${demandLimitKw}` : '';
  return `Minimize\n obj: ${costs.join('\n ')}\nSubject To\n${body}\nBounds\n 0 <= ${peak}${most}\nBinary\n ${binaries.join('\n ')}\nEnd\n`;
}

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
