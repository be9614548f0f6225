/** A repeating pattern of load levels, such as load and unload of a compressor or the phases of a moulding shot. */
export interface DutyCycle {
  readonly periodMs: number;
  readonly phases: readonly Phase[];
}

export interface Phase {
  /** Part of the period; the shares of a cycle add up to 1. */
  readonly share: number;
  /** Power as a share of the rated power. */
  readonly level: number;
}

/** Level at an instant. Cycles are counted from the epoch. */
export function levelAt({ periodMs, phases }: DutyCycle, epochMs: number): number {
  let along = (epochMs % periodMs) / periodMs;
  for (const { share, level } of phases) {
    if (along < share) return level;
    along -= share;
  }
  return phases.at(-1)?.level ?? 0;
}

/** Mean level between two instants, exact also when the span is longer than a cycle. */
export function meanLevel(cycle: DutyCycle, fromMs: number, toMs: number): number {
  const from = (fromMs % cycle.periodMs) / cycle.periodMs;
  const cycles = (toMs - fromMs) / cycle.periodMs;
  if (cycles <= 0) return levelAt(cycle, toMs);
  return (integral(cycle, from + cycles) - integral(cycle, from)) / cycles;
}

/** Integral of the level from the start of a cycle, in cycles. */
function integral({ phases }: DutyCycle, cycles: number): number {
  const whole = Math.floor(cycles);
  let rest = cycles - whole;
  let perCycle = 0;
  let partial = 0;
  for (const { share, level } of phases) {
    perCycle += share * level;
    partial += Math.min(Math.max(rest, 0), share) * level;
    rest -= share;
  }
  return whole * perCycle + partial;
}
