import { quantileOfSorted } from '../statistics/column.ts';
import { normalSpread } from '../statistics/normal.ts';

/** An evaluation of a model: a figure that is better the smaller it is, as RMSE. */
export interface Evaluation {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface Trend {
  readonly direction: 'improving' | 'stable' | 'degrading';
  /** Theil and Sen's slope: the median of the slopes between all pairs, per day. Null below four evaluations. */
  readonly perDay: number | null;
}

const fewest = 4;
const dayMs = 86_400_000;
const level = 0.95;

/** The trend of evaluations, called one only where Mann and Kendall's test finds it at 95 %. */
export function trendOf(evaluations: readonly Evaluation[]): Trend {
  if (evaluations.length < fewest) return { direction: 'stable', perDay: null };
  const slopes: number[] = [];
  let score = 0;
  for (const [i, earlier] of evaluations.entries()) {
    for (const later of evaluations.slice(i + 1)) {
      slopes.push((later.value - earlier.value) / ((later.at - earlier.at) / dayMs));
      score += Math.sign(later.value - earlier.value);
    }
  }
  const n = evaluations.length;
  const spread = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  // One step nearer to zero: the score moves in steps of two.
  const z = (score - Math.sign(score)) / spread;
  const perDay = quantileOfSorted(Float64Array.from(slopes).sort(), 0.5);
  if (Math.abs(z) < normalSpread(level)) return { direction: 'stable', perDay };
  return { direction: z > 0 ? 'degrading' : 'improving', perDay };
}
