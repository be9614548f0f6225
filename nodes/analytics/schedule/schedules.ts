import { asBusbarError, defineService } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { errors } from '../errors.ts';
import { tariffsOf } from '../kpi/factory-prices.ts';
import type { TariffTable } from '../kpi/tariff-table.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import { type ExplainedHour, explainPlan, runStraightFrom } from './explain-plan.ts';
import { type MachineDuty, readDuty } from './machine-duty.ts';
import type { ScheduleRequest } from './optimal-schedule.ts';
import type { MachinesPlan, PlanRequest } from './plan-machines.ts';
import { type MachineConstraints, type PreparedTask, prepareTask } from './prepare-task.ts';
import { pricedHours } from './price-hours.ts';
import { type MachinePlan, powersOf, type PricedHour } from './schedule-problem.ts';

export interface ScheduleQuestion {
  /** Date YYYY-MM-DD of the machines' factory. */
  readonly date: string;
  /** At least one, all of one factory. */
  readonly machines: readonly { readonly machine: Machine; readonly constraints: MachineConstraints }[];
  /** Price of each kilowatt of the highest hourly power of all together; 0 unless given. */
  readonly demandRatePerKw?: number | undefined;
  /** Most kilowatts of all together in any hour. */
  readonly demandLimitKw?: number | undefined;
}

export interface MachineSchedule extends PreparedTask {
  readonly hours: readonly ExplainedHour[];
  readonly plan: MachinePlan;
  /** The same hours of running without a pause from `shiftStartHour` on: what the plan is compared with. */
  readonly straight: MachinePlan;
}

export interface DaySchedule {
  readonly date: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly machines: readonly MachineSchedule[];
  /** Highest hourly power of all together. */
  readonly peakKw: number;
  readonly demandCharge: number;
  /** Energy, starts and the demand charge. */
  readonly cost: number;
  /** What running straight on would cost more. */
  readonly savings: number;
}

const learningMs = 28 * 86_400_000;
const quarterMs = 900_000;
const unknownDuty: MachineDuty = { powerKw: null, unitsPerHour: null, usualStartHour: null };

/** The schedules of the running gateway. */
export const schedules = defineService<Schedules>('schedules');

/** Finds the cheapest hours for machines by the tariffs of their factory. */
export class Schedules {
  readonly #context: AnalyticsContext;

  constructor(context: AnalyticsContext) {
    this.#context = context;
  }

  /** Throws `infeasible_schedule`, `bad_value`, `no_tariff`. */
  async plan({ date, machines: asked, demandRatePerKw = 0, demandLimitKw }: ScheduleQuestion): Promise<DaySchedule> {
    const tariffs = this.#tariffsOf(asked.map(({ machine }) => machine));
    const hours = pricedHours(tariffs, date);
    const prepared = await Promise.all(
      asked.map(async ({ machine, constraints }) =>
        prepareTask(machine, constraints, await this.#dutyOf(machine, tariffs.timeZone), hours),
      ),
    );
    const tasks = prepared.map(({ task }) => task);
    const solved = await this.#solve({ tasks, hours, demandRatePerKw, demandLimitKw });
    const { machines: plans, peakKw, demandCharge, cost } = solved;
    const machines = prepared.map((each, position) => scheduleOf(each, plans[position], hours));
    const savings = straightCostOf(machines, demandRatePerKw) - cost;
    const { timeZone, currency } = tariffs;
    return { date, timeZone, currency: currency ?? '', machines, peakKw, demandCharge, cost, savings };
  }

  /** One machine's optimum is exact; what several share makes it an integer programme. */
  async #solve(request: PlanRequest): Promise<MachinesPlan> {
    const { compute } = this.#context;
    const { tasks, hours, demandRatePerKw = 0, demandLimitKw } = request;
    const [task] = tasks;
    if (!task || tasks.length > 1 || demandLimitKw !== undefined) {
      const module = new URL('./plan-machines', import.meta.url);
      return (await compute.run({ module, function: 'planMachines', argument: request })) as MachinesPlan;
    }
    const module = new URL('./optimal-schedule', import.meta.url);
    const argument: ScheduleRequest = { task, hours };
    const plan = (await compute.run({ module, function: 'optimalSchedule', argument })) as MachinePlan;
    const peakKw = plan.energyKwh > 0 ? task.powerKw : 0;
    const demandCharge = peakKw * demandRatePerKw;
    return { machines: [plan], peakKw, demandCharge, cost: plan.cost + demandCharge };
  }

  #tariffsOf(machines: readonly Machine[]): TariffTable {
    const [first, ...others] = machines;
    if (!first) throw errors.bad_value({ field: 'machine_ids', limit: 'at least one machine', value: 'none' });
    if (others.some(({ factory }) => factory !== first.factory)) {
      const value = machines.map(({ name }) => name).join(', ');
      throw errors.bad_value({ field: 'machine_ids', limit: 'machines of one factory', value });
    }
    const tariffs = tariffsOf(this.#context.machines.directory, first);
    if (tariffs) return tariffs;
    throw errors.no_tariff({ field: 'the site file', value: `the factory of ${first.name}` });
  }

  /** How the machine worked of late; unknown for one that was not measured. */
  async #dutyOf(machine: Machine, timeZone: string): Promise<MachineDuty> {
    const { history, machines, clock } = this.#context;
    const until = Math.floor(clock.now() / quarterMs) * quarterMs;
    const sensors = machineSensorsOf(machines.directory, machine);
    const span = { from: until - learningMs, until };
    try {
      return await readDuty(history, { sensors, ratedPowerKw: machine.ratedPowerKw, span, timeZone });
    } catch (thrown) {
      if (asBusbarError(thrown).code === 'no_data') return unknownDuty;
      throw thrown;
    }
  }
}

function scheduleOf(
  prepared: PreparedTask,
  plan: MachinePlan | undefined,
  hours: readonly PricedHour[],
): MachineSchedule {
  const { task, shiftStartHour } = prepared;
  if (!plan) throw new Error(`the plan has no hours of ${task.name}`);
  const shiftStart = hours.findIndex(({ hourOfDay }) => hourOfDay >= shiftStartHour);
  const straight = runStraightFrom(shiftStart, task, hours);
  return { ...prepared, plan, hours: explainPlan(plan, task, hours), straight };
}

/** Of all machines without a pause, with the demand charge of their highest power together. */
function straightCostOf(machines: readonly MachineSchedule[], demandRatePerKw: number): number {
  const tasks = machines.map(({ task }) => task);
  const plans = machines.map(({ straight }) => straight);
  const hourCount = Math.max(...plans.map(({ shares }) => shares.length));
  const peakKw = Math.max(...powersOf(tasks, plans, hourCount));
  return demandRatePerKw * peakKw + plans.reduce((sum, { cost }) => sum + cost, 0);
}
