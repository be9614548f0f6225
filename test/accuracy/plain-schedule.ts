/** What a machine has to do, with the price of each hour. */
export interface PlainTask {
  readonly rates: readonly number[];
  readonly powerKw: number;
  /** Whole hours. */
  readonly runHours: number;
  readonly startCost: number;
  readonly minOnHours: number;
  readonly minOffHours: number;
  readonly forbidden: readonly number[];
}

/** Cost of the cheapest of all 2ⁿ plans; null where none keeps the rules. */
export function cheapestOfAll(task: PlainTask): number | null {
  let cheapest: number | null = null;
  for (let plan = 0; plan < 2 ** task.rates.length; plan += 1) {
    const runs = task.rates.map((_, hour) => ((plan >> hour) & 1) === 1);
    if (!keepsRules(runs, task)) continue;
    const cost = plainCost(runs.map(Number), task);
    cheapest = cheapest === null ? cost : Math.min(cheapest, cost);
  }
  return cheapest;
}

/** Of shares of hours: their energy at their prices, and what the starts cost. */
export function plainCost(
  shares: readonly number[],
  { rates, powerKw, startCost }: Pick<PlainTask, 'rates' | 'powerKw' | 'startCost'>,
): number {
  let cost = 0;
  for (const [hour, share] of shares.entries()) {
    cost += share * powerKw * rates[hour]!;
    if (share > 0 && (hour === 0 || shares[hour - 1] === 0)) cost += startCost;
  }
  return cost;
}

function keepsRules(runs: readonly boolean[], { runHours, minOnHours, minOffHours, forbidden }: PlainTask): boolean {
  if (runs.filter(Boolean).length !== runHours || forbidden.some((hour) => runs[hour])) return false;
  const lengths: { isOn: boolean; hours: number }[] = [];
  for (const isOn of runs) {
    const last = lengths.at(-1);
    if (last?.isOn === isOn) last.hours += 1;
    else lengths.push({ isOn, hours: 1 });
  }
  return lengths.every(({ isOn, hours }, position) => {
    if (isOn) return hours >= minOnHours;
    // Before the first run and after the last one no pause can be too short.
    return position === 0 || position === lengths.length - 1 || hours >= minOffHours;
  });
}
