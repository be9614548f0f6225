/** How much of the full counts runs: 1 in `npm run faults`, a tenth in `npm test`. */
const scale = Number(process.env.BUSBAR_FAULT_SCALE ?? 1);

/** Repeats a failed run when BUSBAR_FAULT_SEED names its seed. */
export const seed = Number(process.env.BUSBAR_FAULT_SEED ?? Date.now() % 2 ** 32);

export function scaled(fullCount: number): number {
  return Math.max(1, Math.round(fullCount * scale));
}

/** The one line of figures that each fault test prints. */
export function printFigures(figures: string): void {
  console.log(`      ${figures}`);
}
