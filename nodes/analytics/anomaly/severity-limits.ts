import type { BaselineModel } from '../baseline/baseline-model.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Deviations from the baseline, kWh, beyond which a row is out of the ordinary. */
export interface SeverityLimits {
  /** Five rows in a hundred are beyond this; many in a row on one side are a drift. */
  readonly drift: number;
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly critical: number;
  /** False where there are too few residuals to know the tails, and multiples of the residual SD stand in. */
  readonly isCalibrated: boolean;
}

const fewestResiduals = 200;
const criticalFactor = 1.5;

/**
 * Limits that 5, 1, 0.3 and 0.05 % of ordinary rows exceed: quantiles of the model's |residuals| themselves, because those of
 * energy have tails far beyond a normal distribution's.
 */
export function severityLimitsOf({
  residualQuantiles: { count, q95, q99, q997, q9995 },
  trained: { residualSd },
}: Pick<BaselineModel, 'residualQuantiles' | 'trained'>): SeverityLimits {
  if (count >= fewestResiduals) {
    return { drift: q95, low: q99, medium: q997, high: q9995, critical: criticalFactor * q9995, isCalibrated: true };
  }
  const [drift, low, medium, high] = [2 * residualSd, 3 * residualSd, 4 * residualSd, 5 * residualSd];
  return { drift, low, medium, high, critical: criticalFactor * high, isCalibrated: false };
}
