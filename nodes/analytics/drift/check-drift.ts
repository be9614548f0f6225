import type { BaselineModel } from '../baseline/baseline-model.ts';
import { centred, lagOneCorrelation, meanOf, squaresAround } from '../statistics/column.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { populationStability } from './population-stability.ts';

export type DriftType = 'no_drift' | 'data_drift' | 'concept_drift';

/** What a model is expected to do, from rows that it did not see. */
export interface DriftReference {
  /** Measured minus expected, of rows that do not resemble their neighbours. */
  readonly residuals: Float64Array;
  readonly rmse: number;
  readonly rSquared: number | null;
  /** How much each residual resembles the next: a day may differ from others as a whole, which no single day shows. */
  readonly rho: number;
  /** Of what was measured; NaN where it did not vary. */
  readonly variance: number;
  readonly drivers: Readonly<Record<string, Float64Array>>;
}

/** What a period looks like to the model: rows in the order of time. */
export interface DriftPeriod {
  readonly actual: Float64Array;
  /** Measured minus expected. */
  readonly residuals: Float64Array;
  readonly drivers: Readonly<Record<string, Float64Array>>;
}

export interface DriftCheck {
  readonly isDrift: boolean;
  /** 0 to 1. */
  readonly score: number;
  readonly threshold: number;
  readonly type: DriftType;
  readonly recommendation: string;
  /** Of the period, beside those of the reference. */
  readonly rmse: number;
  readonly mae: number;
  readonly rSquared: number | null;
  readonly trainedRmse: number;
  readonly trainedRSquared: number | null;
  /** Kolmogorov and Smirnov's p of the residuals, and of each driver. */
  readonly residualP: number;
  readonly driverP: Readonly<Record<string, number>>;
}

export const driftThreshold = 0.25;
/** Chance of a false alarm of each test. */
const significance = 0.01;
/** The score stays below the threshold where the test finds nothing. */
const highestWithoutDrift = 0.99 * driftThreshold;
/** A smaller share of the training's variance says nothing of R². */
const leastVariance = 0.25;
const fewestIndependent = 8;
/** Growth of the RMSE below which the model is no worse: residuals that moved so little, or nearer to zero, are no drift. */
const leastGrowth = 0.1;

/**
 * Has the plant left the model? The score is the largest of: growth of the RMSE, the residuals' stability index, the loss of R²,
 * and the evidence of a Kolmogorov-Smirnov test on residuals thinned until neighbours no longer resemble each other. Only
 * what the test finds too, with a larger error, is a drift: one bad day is none, nor is an improvement.
 */
export function checkDrift(reference: DriftReference, period: DriftPeriod): DriftCheck {
  const { residuals } = period;
  const rmse = rootMeanSquare(residuals);
  const rSquared = rSquaredOf(reference, period);
  const residualP = movedP(reference.residuals, residuals, reference.rho);
  const driverP = Object.fromEntries(
    Object.entries(reference.drivers).map(([name, sample]) => [
      name,
      movedP(sample, period.drivers[name] ?? new Float64Array()),
    ]),
  );
  const growth = rmse / reference.rmse - 1;
  const isDrift = residualP < significance && growth > leastGrowth;
  const evidence = isDrift ? Math.min(1, Math.log10(residualP) / -8 + driftThreshold) : 0;
  const loss = rSquared === null || reference.rSquared === null ? 0 : reference.rSquared - rSquared;
  const stability = populationStability(reference.residuals, residuals) ?? 0;
  const most = isDrift ? 1 : highestWithoutDrift;
  const score = Math.min(most, Math.max(evidence, growth, loss, stability));
  const drivers = Object.values(driverP);
  const isDriverMoved = drivers.some((p) => p < significance / drivers.length);
  const type = isDrift ? 'concept_drift' : isDriverMoved ? 'data_drift' : 'no_drift';
  return {
    isDrift,
    score,
    threshold: driftThreshold,
    type,
    recommendation: recommendations[type],
    rmse,
    mae: meanOf(residuals.map(Math.abs)),
    rSquared,
    trainedRmse: reference.rmse,
    trainedRSquared: reference.rSquared,
    residualP,
    driverP,
  };
}

/** A baseline's held-out residuals and the drivers of its training. */
export function baselineReference({ residualSample, heldOut, trained, drivers }: BaselineModel): DriftReference {
  return {
    residuals: Float64Array.from(residualSample),
    rmse: heldOut.rmse,
    rSquared: heldOut.rSquared,
    rho: heldOut.rho,
    variance: trained.rSquared === null ? NaN : trained.rmse ** 2 / (1 - trained.rSquared),
    drivers: Object.fromEntries(drivers.map(({ name, sample }) => [name, Float64Array.from(sample)])),
  };
}

/** A period as the reference of later ones. */
export function periodReference({ actual, residuals }: Pick<DriftPeriod, 'actual' | 'residuals'>): DriftReference {
  const variance = squaresAround(actual) / actual.length;
  const rmse = rootMeanSquare(residuals);
  return {
    residuals: thinned(residuals, rhoOf(residuals)),
    rmse,
    rSquared: variance > 0 ? 1 - rmse ** 2 / variance : null,
    rho: rhoOf(residuals),
    variance: variance > 0 ? variance : NaN,
    drivers: {},
  };
}

const recommendations: Readonly<Record<DriftType, string>> = {
  no_drift: 'Model performance is stable',
  data_drift: 'The drivers lie elsewhere than in training, and the model still holds: watch it',
  concept_drift: 'The plant no longer uses energy as it did in training: look for the cause, then retrain',
};

/** p of the test on the independent ones among the values; 1 where too few are left. */
function movedP(reference: Float64Array, current: Float64Array, rho = 0): number {
  const independent = thinned(current, Math.max(rho, rhoOf(current)));
  return independent.length < fewestIndependent ? 1 : kolmogorovSmirnov(reference, independent).p;
}

/** Every so many-th value, as many as neighbours resemble each other: (1 + ρ) / (1 − ρ). */
function thinned(values: Float64Array, rho: number): Float64Array {
  const step = Math.ceil((1 + rho) / (1 - rho));
  return values.filter((_, row) => row % step === 0);
}

function rhoOf(values: Float64Array): number {
  return Math.min(0.99, Math.max(0, lagOneCorrelation(centred(values))));
}

/** Null where the period varies so little that R² swings by itself. */
function rSquaredOf({ variance }: DriftReference, { actual, residuals }: DriftPeriod): number | null {
  const total = squaresAround(actual);
  if (!(total / actual.length > leastVariance * variance)) return null;
  return 1 - squaresAround(residuals, 0) / total;
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(squaresAround(values, 0) / values.length);
}
