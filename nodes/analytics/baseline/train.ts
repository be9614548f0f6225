import { errors } from '../errors.ts';
import {
  at,
  correlationOf,
  deviationOf,
  meanOf,
  quantileOfSorted,
  sorted,
  squaresAround,
} from '../statistics/column.ts';
import { twoSidedTail } from '../statistics/student-t.ts';
import type { BaselineModel, Coefficient, DriverSummary, ResidualQuantiles } from './baseline-model.ts';
import { type Candidate, fitCandidates } from './candidate.ts';
import { driversOf, regressionOf } from './form.ts';
import { goodnessOf } from './goodness.ts';
import { type FittedRegression, fitLeastSquares, quadraticForm } from './least-squares.ts';
import { completeRows, driverOf, type Observations, pickRows } from './observations.ts';

export interface BaselineTraining {
  readonly observations: Observations;
  readonly drivers: readonly string[];
  /** What was asked for too and the machine does not measure. */
  readonly unmeasured?: readonly string[];
  /** Those of the drivers that measure the electricity itself. */
  readonly electrical?: readonly string[];
  /** The driver in which change points are sought. */
  readonly temperature?: string;
  readonly intervalMs: number;
  readonly timeZone: string;
}

const fewestRows = 50;
const dayMs = 86_400_000;
/** An electrical driver that goes with the target this closely is the target by another name, as mean power is of energy. */
const disguiseCorrelation = 0.999;
const sampleSize = 512;
/** From so many rows a coefficient on, the tails of the training are known better than those of five smaller trainings. */
const rowsPerParameter = 20;

/**
 * Trains a baseline: of the forms that the data allow the one with the least held-out error. Rows in which something was not
 * measured are left out, never filled in. Throws `too_few_rows`, `missing_driver`, `no_driver`.
 */
export function trainBaseline(training: BaselineTraining): BaselineModel {
  const { intervalMs, timeZone, temperature } = training;
  const observations = completeRows(training.observations, training.drivers);
  const rowCount = observations.start.length;
  if (rowCount < fewestRows) throw errors.too_few_rows({ field: 'A baseline', limit: fewestRows, value: rowCount });
  const { drivers, remarks } = usableDrivers(observations, training);
  if (drivers.length === 0) throw errors.no_driver({ value: remarks.join('; ') || 'none was named' });

  const { candidates, refused } = fitCandidates(observations, {
    drivers,
    hasHours: intervalMs < dayMs,
    ...(temperature !== undefined && drivers.includes(temperature) && { temperature }),
  });
  const [best] = candidates;
  if (!best) throw errors.no_driver({ value: refused.map(({ reason }) => reason).join(' ') });
  const heldOutResiduals = best.heldOutResiduals.filter(Number.isFinite);
  return {
    schema: 1,
    form: best.form,
    fit: storedFit(best.fit),
    coefficients: coefficientsOf(best, observations),
    drivers: summariesOf(best, observations),
    trained: goodnessOf(observations.target, best.fit.residuals, best.fit.parameterCount),
    heldOut: heldOutGoodness(best, observations),
    residualSample: orderStatistics(heldOutResiduals),
    residualQuantiles: residualQuantilesOf(residualsOfNewRows(best, heldOutResiduals)),
    intervalMs,
    timeZone,
    from: at(observations.start, 0),
    until: at(observations.start, rowCount - 1) + intervalMs,
    remarks: [...remarks, ...refused.map(({ name, reason }) => `the ${name} form was not fitted: ${reason}`)],
  };
}

/** Without drivers that say nothing, and those that say the target itself. */
function usableDrivers(
  observations: Observations,
  { drivers: names, unmeasured = [], electrical = [] }: BaselineTraining,
): { readonly drivers: readonly string[]; readonly remarks: readonly string[] } {
  const drivers: string[] = [];
  const remarks = unmeasured.map((name) => `${name} was left out: the machine does not measure it`);
  for (const name of new Set(names)) {
    const correlation = Math.abs(correlationOf(driverOf(observations, name), observations.target));
    const isElectrical = electrical.includes(name);
    if (isElectrical && correlation > disguiseCorrelation) {
      remarks.push(`${name} was left out: it is the energy by another name (correlation ${correlation.toFixed(4)})`);
    } else if (Number.isNaN(correlation)) {
      remarks.push(`${name} was left out: it does not vary`);
    } else {
      drivers.push(name);
      if (isElectrical) remarks.push(`${name} is circular: it measures what it should explain`);
    }
  }
  return { drivers, remarks };
}

function storedFit({ residuals: _, ...fit }: FittedRegression): BaselineModel['fit'] {
  return fit;
}

/** t = coefficient / standard error, judged with n − p degrees of freedom. */
function coefficientsOf({ form, fit }: Candidate, observations: Observations): readonly Coefficient[] {
  const degrees = fit.rowCount - fit.parameterCount;
  const coefficient = (name: string, value: number, standardError: number, vif: number | null): Coefficient => {
    const t = value / standardError;
    return { name, value, standardError, t, p: twoSidedTail(t, degrees), vif };
  };
  const slopes = regressionOf(form, observations).regressors.map(({ name, values }, column) => {
    const variance = at(fit.inverse[column] ?? [], column);
    const vif = variance * squaresAround(values);
    return coefficient(name, at(fit.slopes, column), fit.residualSd * Math.sqrt(variance), vif);
  });
  return form.byHourOfWeek ? slopes : [interceptOf(fit, coefficient), ...slopes];
}

function interceptOf(
  fit: FittedRegression,
  coefficient: (name: string, value: number, standardError: number, vif: null) => Coefficient,
): Coefficient {
  const variance = 1 / fit.rowCount + quadraticForm(fit.inverse, fit.groupMeans[0] ?? []);
  return coefficient('intercept', fit.intercepts[0] ?? NaN, fit.residualSd * Math.sqrt(variance), null);
}

function summariesOf({ form, fit }: Candidate, observations: Observations): readonly DriverSummary[] {
  const { regressors, target, groups } = regressionOf(form, observations);
  const weightOf = (driver: string): number =>
    form.terms.reduce((sum, term, column) => {
      if (term.driver !== driver) return sum;
      return sum + Math.abs(at(fit.slopes, column)) * deviationOf(regressors[column]?.values ?? []);
    }, 0);
  const names = driversOf(form);
  const allWeights = names.reduce((sum, name) => sum + weightOf(name), 0);
  const total = squaresAround(target);
  const squares = squaresAround(fit.residuals, 0);
  const squaresWithout = (driver: string): number => {
    const kept = regressors.filter((_, column) => form.terms[column]?.driver !== driver);
    return squaresAround(fitLeastSquares({ regressors: kept, target, groups }).residuals, 0);
  };
  return names.map((name) => {
    const values = driverOf(observations, name);
    const ascending = sorted(values);
    return {
      name,
      min: at(ascending, 0),
      max: at(ascending, ascending.length - 1),
      mean: meanOf(values),
      sd: deviationOf(values),
      importance: weightOf(name) / allWeights,
      rSquaredLoss: (squaresWithout(name) - squares) / total,
      sample: orderStatistics(values),
    };
  });
}

function heldOutGoodness({ heldOutResiduals }: Candidate, observations: Observations): BaselineModel['heldOut'] {
  const known = [...heldOutResiduals.keys()].filter((row) => Number.isFinite(heldOutResiduals[row]));
  const residuals = Float64Array.from(known, (row) => at(heldOutResiduals, row));
  return goodnessOf(pickRows(observations, known).target, residuals, 0);
}

/**
 * Residuals as large as those of new rows: a training residual has the variance s² (1 − h), a new row's s² (1 + h), with the
 * leverage h = p / n on average. Where rows are few the held-out ones tell more.
 */
function residualsOfNewRows({ fit }: Candidate, heldOutResiduals: Float64Array): Float64Array {
  const { rowCount, parameterCount, residuals } = fit;
  if (rowCount < rowsPerParameter * parameterCount) return heldOutResiduals;
  const growth = Math.sqrt((rowCount + parameterCount) / (rowCount - parameterCount));
  return residuals.map((residual) => growth * residual);
}

function residualQuantilesOf(residuals: Float64Array): ResidualQuantiles {
  const ascending = sorted(residuals.map(Math.abs));
  const quantile = (share: number): number => quantileOfSorted(ascending, share);
  return {
    count: residuals.length,
    q95: quantile(0.95),
    q99: quantile(0.99),
    q997: quantile(0.997),
    q9995: quantile(0.9995),
  };
}

/** All values, or as many as tell their distribution, in ascending order. */
function orderStatistics(values: Float64Array): readonly number[] {
  const ascending = sorted(values);
  if (ascending.length <= sampleSize) return [...ascending];
  return Array.from({ length: sampleSize }, (_, step) => quantileOfSorted(ascending, step / (sampleSize - 1)));
}
