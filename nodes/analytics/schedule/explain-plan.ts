import { type MachinePlan, type MachineTask, completeTask, planOf, type PricedHour } from './schedule-problem.ts';

export interface ExplainedHour {
  readonly start: number;
  readonly operate: boolean;
  /** Share of the hour, 0 to 1. */
  readonly share: number;
  readonly ratePerKwh: number;
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
  return hours.map(({ start, ratePerKwh, tariff }, hour) => {
    const share = shares[hour] ?? 0;
    const priceRank = rates.indexOf(ratePerKwh) + 1;
    const price = `${tariff}: price ${priceRank} of ${rates.length}`;
    const isForbidden = task.forbidden?.includes(hour) ?? false;
    return {
      start,
      operate: share > 0,
      share,
      ratePerKwh,
      priceRank,
      reason: isForbidden ? 'Not allowed in this hour' : price,
    };
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
