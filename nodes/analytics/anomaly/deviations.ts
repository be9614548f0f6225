import { type BaselineModel, expectedKwh } from '../baseline/baseline-model.ts';
import { driversOf } from '../baseline/form.ts';
import { driverOf, type Observations } from '../baseline/observations.ts';
import { at } from '../statistics/column.ts';
import { type JudgedRows, judgeRows, type RowVerdict } from './judge-rows.ts';
import { severityLimitsOf } from './severity-limits.ts';

/** Rows against their baseline, with the verdict on each: what the deviation, the anomalies and the heat map show. */
export interface Deviations extends JudgedRows {
  readonly verdicts: readonly (RowVerdict | null)[];
  /** False where the limits are multiples of the residual SD for want of residuals. */
  readonly isCalibrated: boolean;
}

/** Smallest energy that the meters of the house tell apart, kWh. */
const resolutionKwh = 0.01;

/** Judges each row. Throws `missing_driver` for a driver that the observations were read without. */
export function deviationsOf(model: BaselineModel, observations: Observations): Deviations {
  const columns = new Map(driversOf(model.form).map((name) => [name, driverOf(observations, name)]));
  const expected = observations.start.map((_, row) =>
    // Where a driver was not measured it is NaN, and so is what is expected.
    expectedKwh(model, (driver) => at(columns.get(driver) ?? [], row), at(observations.hourOfWeek, row)),
  );
  const rows = { start: observations.start, actual: observations.target, expected };
  const limits = severityLimitsOf(model);
  const verdicts = judgeRows(rows, { limits, resolutionKwh });
  return { ...rows, verdicts: verdicts.map(knownAt(model, rows.start)), isCalibrated: limits.isCalibrated };
}

/** Before the training's first row nobody knows whether the machine was there: what is missing there is not missed. */
function knownAt({ from }: BaselineModel, start: Float64Array) {
  return (verdict: RowVerdict | null, row: number): RowVerdict | null =>
    verdict?.type === 'missing_data' && at(start, row) < from ? null : verdict;
}
