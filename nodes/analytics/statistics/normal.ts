import { twoSidedQuantile } from './student-t.ts';

/** With so many degrees of freedom Student's t is the normal distribution to nine digits. */
const normalDegrees = 1e9;

/** How many standard deviations to both sides of the mean hold a share `level` of a normal distribution: 1.96 for 0.95. */
export function normalSpread(level: number): number {
  return twoSidedQuantile(level, normalDegrees);
}
