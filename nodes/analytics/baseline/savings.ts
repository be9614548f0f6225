import { sumOf } from '../statistics/column.ts';
import { twoSidedQuantile } from '../statistics/student-t.ts';
import type { BaselineModel } from './baseline-model.ts';

/** Energy of a period measured against what the baseline expected of it. */
export interface Savings {
  readonly actualKwh: number;
  readonly expectedKwh: number;
  /** Expected minus actual. */
  readonly savedKwh: number;
  /** Energy performance indicator of ISO 50006: actual over expected. Null where nothing was expected. */
  readonly enpi: number | null;
  /** Half width of the savings' interval at `level`, kWh; null where the training's rows say too little. */
  readonly uncertaintyKwh: number | null;
  /** Fractional savings uncertainty: uncertainty over savings. ASHRAE Guideline 14 asks for less than 0.5 at 68 %. */
  readonly fsu: number | null;
  readonly level: number;
}

/** That of Guideline 14. */
const level = 0.68;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const monthDays = 365.25 / 12;

/** Saved energy and its uncertainty after ASHRAE Guideline 14, with the correction for rows that resemble their neighbours. */
export function savingsOf(model: BaselineModel, actual: Float64Array, expected: Float64Array): Savings {
  const [actualKwh, expectedKwh] = [sumOf(actual), sumOf(expected)];
  const savedKwh = expectedKwh - actualKwh;
  const uncertainty = uncertaintyOf(model, expectedKwh, actual.length);
  return {
    actualKwh,
    expectedKwh,
    savedKwh,
    enpi: expectedKwh === 0 ? null : actualKwh / expectedKwh,
    uncertaintyKwh: uncertainty,
    fsu: uncertainty === null || savedKwh === 0 ? null : uncertainty / Math.abs(savedKwh),
    level,
  };
}

/**
 * ΔE = E × t × CV' × √(n / (m n') × (1 + 2 / n')) × α, with n' = n (1 − ρ) / (1 + ρ) independent rows among the n of the
 * training and m rows of the period (ASHRAE Guideline 14, annex B; α after Sun and Baltazar 2013).
 */
function uncertaintyOf(model: BaselineModel, expectedKwh: number, rows: number): number | null {
  const { rowCount, parameterCount, rho, rmse, cvRmse, residualSd } = model.trained;
  const independent = (rowCount * (1 - rho)) / (1 + rho);
  const degrees = independent - parameterCount;
  if (degrees < 1 || cvRmse === null || rows === 0) return null;
  const mean = residualSd / cvRmse;
  const cv = Math.sqrt((rowCount * rmse * rmse) / degrees) / mean;
  const spread = Math.sqrt((rowCount / (rows * independent)) * (1 + 2 / independent));
  const months = (rows * model.intervalMs) / dayMs / monthDays;
  return expectedKwh * twoSidedQuantile(level, degrees) * cv * spread * autocorrelationFactor(model.intervalMs, months);
}

/** What the formula lacks against a simulation with autocorrelated residuals, by the length of a row. */
function autocorrelationFactor(intervalMs: number, months: number): number {
  if (intervalMs < dayMs) return 1.26;
  if (intervalMs < 28 * dayMs) return -0.000_24 * months ** 2 + 0.035_35 * months + 1.002_86;
  return -0.000_22 * months ** 2 + 0.033_06 * months + 0.940_54;
}
