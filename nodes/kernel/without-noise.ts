/** Twelve digits are more than any meter has, and fewer than the rounding of sums and means disturbs. */
export function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
