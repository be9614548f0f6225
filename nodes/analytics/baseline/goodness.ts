import { lagOneCorrelation, meanOf, squaresAround, sumOf } from '../statistics/column.ts';

/** How well expected values meet measured ones. Shares are plain ratios, not per cent; null where there is no such figure. */
export interface Goodness {
  readonly rowCount: number;
  readonly parameterCount: number;
  readonly rSquared: number | null;
  readonly adjustedRSquared: number | null;
  /** √(SSE / n), in the target's unit. */
  readonly rmse: number;
  /** √(SSE / (n − p)). */
  readonly residualSd: number;
  readonly mae: number;
  /** Residual SD over the mean of the measured (ASHRAE Guideline 14). */
  readonly cvRmse: number | null;
  /** Net bias: Σ(measured − expected) / ((n − p) × mean), positive where more was used than expected. */
  readonly nmbe: number | null;
  /** Correlation of each residual with the next. */
  readonly rho: number;
  readonly durbinWatson: number | null;
}

/** Figures of residuals = measured − expected, in the order of time; `parameterCount` is 0 for rows that the model never saw. */
export function goodnessOf(measured: Float64Array, residuals: Float64Array, parameterCount: number): Goodness {
  const rowCount = measured.length;
  const mean = meanOf(measured);
  const squares = squaresAround(residuals, 0);
  const total = squaresAround(measured, mean);
  const freedom = rowCount - parameterCount;
  const residualSd = Math.sqrt(squares / freedom);
  return {
    rowCount,
    parameterCount,
    rSquared: ratio(total - squares, total),
    adjustedRSquared: parameterCount === 0 || total === 0 ? null : 1 - squares / freedom / (total / (rowCount - 1)),
    rmse: Math.sqrt(squares / rowCount),
    residualSd,
    mae: meanOf(residuals.map(Math.abs)),
    cvRmse: ratio(residualSd, mean),
    nmbe: ratio(sumOf(residuals) / freedom, mean),
    rho: lagOneCorrelation(residuals),
    durbinWatson: ratio(squaresOfSteps(residuals), squares),
  };
}

function squaresOfSteps(values: Float64Array): number {
  return sumOf(values.subarray(1).map((value, row) => (value - (values[row] ?? NaN)) ** 2));
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
