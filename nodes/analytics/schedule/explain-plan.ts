import { type MachinePlan, type MachineTask, completeTask, planOf, type PricedHour } from './schedule-problem.ts';

export interface ExplainedHour extends PricedHour {
  readonly operate: boolean;
  /** Share of the hour, 0 to 1. */
  readonly share: number;
  /** Where its price stands among the hours', 1 the cheapest; equal prices share a place. */
  readonly priceRank: number;
  readonly reason: string;
}

/** Each hour of a plan with the price that decided it. */
export function explainPlan(
  { shares }: MachinePlan,
  task: MachineTask,
  hours: readonly PricedHour[],
): readonly ExplainedHour[] {
  const rates = [...new Set(hours.map(({ ratePerKwh }) => ratePerKwh))].sort((a, b) => a - b);
  const dearest = Math.max(...hours.filter((_, hour) => (shares[hour] ?? 0) > 0).map(({ ratePerKwh }) => ratePerKwh));
  return hours.map((hour, position) => {
    const share = shares[position] ?? 0;
    const priceRank = rates.indexOf(hour.ratePerKwh) + 1;
    const price = `${hour.tariff}: price ${priceRank} of ${rates.length}`;
    const isForbidden = task.forbidden?.includes(position) ?? false;
    const idle = hour.ratePerKwh > dearest ? `High tariff period, ${price}` : `Not needed, ${price}`;
    const reason = isForbidden ? 'Not allowed in this hour' : share > 0 ? price : idle;
    return { ...hour, operate: share > 0, share, priceRank, reason };
  });
}

/** The same hours without a pause from a given hour on, or as late as the day lets them end: what the plan is compared with. */
export function runStraightFrom(firstHour: number, task: MachineTask, hours: readonly PricedHour[]): MachinePlan {
  const complete = completeTask({ ...task, forbidden: [] }, hours);
  const first = Math.min(firstHour, hours.length - complete.hourCount);
  const last = first + complete.hourCount - 1;
  const shares = hours.map((_, hour) => (hour < first || hour > last ? 0 : hour === last ? complete.lastShare : 1));
  return planOf(complete, shares, hours);
}
