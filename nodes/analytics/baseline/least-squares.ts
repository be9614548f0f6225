import { Matrix, QrDecomposition } from 'ml-matrix';
import { errors } from '../errors.ts';
import { at, meanOf, squaresAround, sumOf } from '../statistics/column.ts';

export interface Regressor {
  readonly name: string;
  readonly values: Float64Array;
}

export interface Regression {
  readonly regressors: readonly Regressor[];
  readonly target: Float64Array;
  /** Group of each row, from 0 up; each has an intercept of its own. One group is the ordinary intercept. */
  readonly groups: Uint16Array;
}

/** What a row of a regression needs to be predicted with its uncertainty. */
export interface LeastSquaresFit {
  readonly slopes: readonly number[];
  /** By group; null for a group that no row belonged to. */
  readonly intercepts: readonly (number | null)[];
  readonly groupCounts: readonly number[];
  /** Mean of each regressor, by group. */
  readonly groupMeans: readonly (readonly number[])[];
  /** Inverse of Z'Z of the regressors about their group's mean; times the residual variance it is the slopes' covariance. */
  readonly inverse: readonly (readonly number[])[];
  /** s = √(SSE / (n − p)). */
  readonly residualSd: number;
  readonly rowCount: number;
  /** Coefficients estimated: groups with rows and slopes. */
  readonly parameterCount: number;
}

export interface FittedRegression extends LeastSquaresFit {
  readonly residuals: Float64Array;
}

/** Variance inflation 1e14: nothing of the driver is left beside the others. */
const smallestDiagonal = 1e-7;

/**
 * Ordinary least squares with an intercept for each group. The intercepts are taken out by measuring every column from its
 * group's mean (Frisch, Waugh and Lovell), the slopes come from a Householder QR of unit columns: on Longley's data that keeps
 * 13 digits where normal equations keep one. Throws `too_few_rows`, `constant_driver`, `collinear_driver`.
 */
export function fitLeastSquares({ regressors, target, groups }: Regression): FittedRegression {
  const groupCounts = countGroups(groups);
  const parameterCount = groupCounts.filter((count) => count > 0).length + regressors.length;
  const rowCount = target.length;
  if (rowCount <= parameterCount) {
    throw errors.too_few_rows({ field: 'The regression', limit: parameterCount + 1, value: rowCount });
  }
  const means = regressors.map(({ values }) => groupMeansOf(values, groups, groupCounts));
  const targetMeans = groupMeansOf(target, groups, groupCounts);
  const centred = regressors.map(({ values }, column) => aboutMeans(values, groups, means[column] ?? []));
  const lengths = centred.map((values, column) => lengthOf(values, regressors[column]));

  const centredTarget = aboutMeans(target, groups, targetMeans);
  const { unitSlopes, unitInverse } = solveUnit(centred, lengths, centredTarget, regressors);
  const slopes = unitSlopes.map((slope, column) => slope / at(lengths, column));
  const inverse = unitInverse.map((row, i) => row.map((value, j) => value / (at(lengths, i) * at(lengths, j))));
  const residuals = centredTarget;
  for (const [column, values] of centred.entries()) subtractMultiple(residuals, values, at(slopes, column));
  const interceptOf = (group: number): number =>
    at(targetMeans, group) - sumOf(slopes.map((slope, column) => slope * at(means[column] ?? [], group)));
  return {
    slopes,
    intercepts: groupCounts.map((count, group) => (count === 0 ? null : interceptOf(group))),
    groupCounts,
    groupMeans: groupCounts.map((_, group) => means.map((ofColumn) => at(ofColumn, group))),
    inverse,
    residualSd: Math.sqrt(squaresAround(residuals, 0) / (rowCount - parameterCount)),
    rowCount,
    parameterCount,
    residuals,
  };
}

function subtractMultiple(from: Float64Array, values: Float64Array, factor: number): void {
  for (let row = 0; row < from.length; row += 1) from[row] = (from[row] ?? NaN) - factor * (values[row] ?? NaN);
}

/** Expected target of a row; NaN in a group never seen. */
export function expectedOfRow(
  { slopes, intercepts }: Pick<LeastSquaresFit, 'slopes' | 'intercepts'>,
  row: readonly number[],
  group: number,
): number {
  return (intercepts[group] ?? NaN) + sumOf(slopes.map((slope, column) => slope * at(row, column)));
}

/** Expected target of a row, and the standard deviation of a new observation about it; undefined in a group never seen. */
export function predictRow(
  fit: LeastSquaresFit,
  row: readonly number[],
  group: number,
): { readonly expected: number; readonly sd: number } | undefined {
  const { intercepts, groupCounts, groupMeans, inverse, residualSd } = fit;
  if (typeof intercepts[group] !== 'number') return undefined;
  const expected = expectedOfRow(fit, row, group);
  const distance = row.map((value, column) => value - at(groupMeans[group] ?? [], column));
  const leverage = 1 / at(groupCounts, group) + quadraticForm(inverse, distance);
  return { expected, sd: residualSd * Math.sqrt(1 + leverage) };
}

/** x' A x. */
export function quadraticForm(matrix: readonly (readonly number[])[], vector: readonly number[]): number {
  return sumOf(matrix.map((row, i) => at(vector, i) * sumOf(row.map((value, j) => value * at(vector, j)))));
}

function solveUnit(
  centred: readonly Float64Array[],
  lengths: readonly number[],
  target: Float64Array,
  regressors: readonly Regressor[],
): { unitSlopes: number[]; unitInverse: number[][] } {
  if (centred.length === 0) return { unitSlopes: [], unitInverse: [] };
  const design = new Matrix(target.length, centred.length);
  for (const [column, values] of centred.entries()) {
    const length = at(lengths, column);
    for (const [row, value] of values.entries()) design.set(row, column, value / length);
  }
  const decomposition = new QrDecomposition(design);
  const upper = decomposition.upperTriangularMatrix;
  for (const [column, { name }] of regressors.entries()) {
    if (Math.abs(upper.get(column, column)) < smallestDiagonal) throw errors.collinear_driver({ field: name });
  }
  const unitSlopes = decomposition.solve(Matrix.columnVector(target)).to1DArray();
  return { unitSlopes, unitInverse: inverseOfCrossProduct(upper) };
}

/** (R'R)⁻¹ = R⁻¹ R⁻ᵀ of an upper triangle R. */
function inverseOfCrossProduct(upper: Matrix): number[][] {
  const size = upper.columns;
  const inverse = Matrix.zeros(size, size);
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row >= 0; row -= 1) {
      let value = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k += 1) value -= upper.get(row, k) * inverse.get(k, column);
      inverse.set(row, column, value / upper.get(row, row));
    }
  }
  return inverse.mmul(inverse.transpose()).to2DArray();
}

function countGroups(groups: Uint16Array): number[] {
  const counts = new Array<number>(groups.reduce((most, group) => Math.max(most, group), 0) + 1).fill(0);
  for (const group of groups) counts[group] = at(counts, group) + 1;
  return counts;
}

function groupMeansOf(values: Float64Array, groups: Uint16Array, counts: readonly number[]): number[] {
  if (counts.length === 1) return [meanOf(values)];
  const sums = new Float64Array(counts.length);
  for (const [row, value] of values.entries()) sums[at(groups, row)] = at(sums, at(groups, row)) + value;
  return counts.map((count, group) => at(sums, group) / count);
}

function aboutMeans(values: Float64Array, groups: Uint16Array, means: readonly number[]): Float64Array {
  return values.map((value, row) => value - at(means, at(groups, row)));
}

/** Euclidean length of a centred column. */
function lengthOf(centred: Float64Array, regressor: Regressor | undefined): number {
  const length = Math.sqrt(squaresAround(centred, 0));
  const size = Math.sqrt(squaresAround(regressor?.values ?? [], 0));
  if (length > 1e-12 * size) return length;
  throw errors.constant_driver({ field: regressor?.name ?? '', value: regressor?.values[0] });
}
