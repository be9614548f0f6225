import type { BaselineModel } from '../baseline/baseline-model.ts';
import { lagOneCorrelation, meanOf, sorted, squaresAround } from '../statistics/column.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { populationStability } from './population-stability.ts';

export type DriftType = 'no_drift' | 'data_drift' | 'concept_drift';

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
  /** Of the period, beside the held-out figures of the training. */
  readonly rmse: number;
  readonly rSquared: number | null;
  readonly trainedRmse: number;
  readonly trainedRSquared: number | null;
  /** Kolmogorov and Smirnov's p of the residuals, and of each driver. */
  readonly residualP: number;
  readonly driverP: Readonly<Record<string, number>>;
}

const driftThreshold = 0.25;
/** Chance of a false alarm of each test. */
const significance = 0.01;
/** A smaller share of the training's variance says nothing of R². */
const leastVariance = 0.25;
const fewestIndependent = 8;

/**
 * Has the plant left the model? The score is the largest of: growth of the RMSE, the residuals' stability index, the loss of R²,
 * and the evidence of a Kolmogorov-Smirnov test on residuals thinned until neighbours no longer resemble each other. Only
 * what the test finds too is a drift: one bad day is none.
 */
export function checkDrift(model: BaselineModel, period: DriftPeriod): DriftCheck {
  const reference = Float64Array.from(model.residualSample);
  const rmse = Math.sqrt(squaresAround(period.residuals, 0) / period.residuals.length);
  const rSquared = rSquaredOf(model, period);
  const residualP = movedP(reference, period.residuals);
  const driverP = Object.fromEntries(
    model.drivers.map(({ name, sample }) => [
      name,
      movedP(Float64Array.from(sample), period.drivers[name] ?? new Float64Array()),
    ]),
  );
  const isResidualMoved = residualP < significance;
  const evidence = isResidualMoved ? Math.min(1, Math.log10(residualP) / -8 + driftThreshold) : 0;
  const growth = rmse / model.heldOut.rmse - 1;
  const loss = rSquared === null || model.heldOut.rSquared === null ? 0 : model.heldOut.rSquared - rSquared;
  const stability = populationStability(reference, period.residuals) ?? 0;
  const score = isResidualMoved ? Math.min(1, Math.max(evidence, growth, loss, stability)) : Math.min(0.99 * driftThreshold, Math.max(0, growth, loss, stability)); // prettier-ignore
  const isDriverMoved = Object.values(driverP).some((p) => p < significance / Math.max(1, model.drivers.length));
  const type = isResidualMoved ? 'concept_drift' : isDriverMoved ? 'data_drift' : 'no_drift';
  return {
    isDrift: isResidualMoved,
    score,
    threshold: driftThreshold,
    type,
    recommendation: recommendations[type],
    rmse,
    rSquared,
    trainedRmse: model.heldOut.rmse,
    trainedRSquared: model.heldOut.rSquared,
    residualP,
    driverP,
  };
}

const recommendations: Readonly<Record<DriftType, string>> = {
  no_drift: 'Model performance is stable',
  data_drift: 'The drivers lie elsewhere than in training, and the model still holds: watch it',
  concept_drift: 'The plant no longer uses energy as it did in training: look for the cause, then retrain',
};

/** p of the test on values thinned to the independent ones among them; 1 where too few are left. */
function movedP(reference: Float64Array, current: Float64Array): number {
  const rho = Math.min(0.99, Math.max(0, lagOneCorrelation(current.map((value) => value - meanOf(current)))));
  const step = Math.ceil((1 + rho) / (1 - rho));
  const thinned = current.filter((_, row) => row % step === 0);
  return thinned.length < fewestIndependent ? 1 : kolmogorovSmirnov(sorted(reference), thinned).p;
}

/** Null where the period varies so little that R² swings by itself. */
function rSquaredOf({ trained }: BaselineModel, { actual, residuals }: DriftPeriod): number | null {
  const total = squaresAround(actual);
  const trainedVariance = trained.rSquared === null ? NaN : trained.rmse ** 2 / (1 - trained.rSquared);
  if (!(total / actual.length > leastVariance * trainedVariance)) return null;
  return 1 - squaresAround(residuals, 0) / total;
}
