import { isoWithOffset } from '../../kernel/index.ts';
import type { Body } from '../answer-body.ts';
import { rounded } from '../rounded.ts';
import { sumOf } from '../statistics/column.ts';
import type { ExplainedHour } from './explain-plan.ts';
import type { DaySchedule, MachineSchedule } from './schedules.ts';

/** Body of `POST /api/v1/forecast/optimal-schedule` for one machine (contract 003). */
export function scheduleBody(day: DaySchedule): Body {
  const [only] = day.machines;
  if (!only) throw new Error('a schedule without a machine');
  const { machine_id, machine_name, ...rest } = machineBody(only);
  return { machine_id, machine_name, ...dateOf(day), ...rest, ...totalsOf(day) };
}

/** The same for several machines, whose highest power together may have a price or a limit. */
export function schedulesBody(day: DaySchedule): Body {
  return {
    machine_ids: day.machines.map(({ machine }) => machine.uuid),
    ...dateOf(day),
    schedules: day.machines.map(machineBody),
    ...totalsOf(day),
  };
}

function dateOf({ date, timeZone, currency }: DaySchedule): Body {
  return { date, timezone: timeZone, currency };
}

function machineBody(schedule: MachineSchedule): Body {
  const { machine, task, plan, hours, powerSource, unitsPerHour, shiftStartHour, straight } = schedule;
  return {
    machine_id: machine.uuid,
    machine_name: machine.name,
    schedule: hours.map((hour) => hourBody(hour, task.powerKw)),
    estimated_cost: rounded(plan.cost),
    estimated_energy: rounded(plan.energyKwh),
    cost_savings: rounded(straight.cost - plan.cost),
    savings_against: `the same hours without a pause from ${clockText(shiftStartHour)} on`,
    runtime_hours: rounded(sumOf(plan.shares)),
    starts: plan.startCount,
    rate: rounded(unitsPerHour),
    expected_production: unitsPerHour === null ? null : rounded(unitsPerHour * sumOf(plan.shares)),
    power: { value: rounded(task.powerKw), unit: 'kW', source: powerSource },
  };
}

/** `expected_power` is the mean of the hour, so that the hours add up to the energy. */
function hourBody(
  { start, hourOfDay, operate, share, ratePerKwh, tariff, reason }: ExplainedHour,
  powerKw: number,
): Body {
  const price = { timestamp: isoWithOffset(start), tariff, rate: rounded(ratePerKwh) };
  if (!operate) return { hour: hourOfDay, operate, reason, ...price };
  return {
    hour: hourOfDay,
    operate,
    expected_power: rounded(share * powerKw),
    run_minutes: rounded(60 * share),
    reason,
    ...price,
  };
}

function totalsOf({ machines, cost, savings, peakKw, demandCharge }: DaySchedule): Body {
  return {
    estimated_cost: rounded(cost),
    estimated_energy: rounded(sumOf(machines.map(({ plan }) => plan.energyKwh))),
    cost_savings: rounded(savings),
    peak_power: { value: rounded(peakKw), unit: 'kW' },
    demand_charge: rounded(demandCharge),
  };
}

function clockText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
