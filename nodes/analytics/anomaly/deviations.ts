import { type BaselineModel, expect } from '../baseline/baseline-model.ts';
import { driversOf } from '../baseline/form.ts';
import { driverOf, type Observations } from '../baseline/observations.ts';
import { BusbarError } from '../../kernel/index.ts';
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
const defaultResolutionKwh = 0.01;

/** Throws `missing_driver` for a driver that the observations were read without. */
export function deviationsOf(
  model: BaselineModel,
  observations: Observations,
  resolutionKwh = defaultResolutionKwh,
): Deviations {
  const columns = driversOf(model.form).map((name) => [name, driverOf(observations, name)] as const);
  const expected = observations.start.map((_, row) => {
    const drivers = Object.fromEntries(columns.map(([name, values]) => [name, at(values, row)]));
    return expectedOrNaN(model, drivers, at(observations.hourOfWeek, row));
  });
  const rows = { start: observations.start, actual: observations.target, expected };
  const limits = severityLimitsOf(model);
  return { ...rows, verdicts: judgeRows(rows, { limits, resolutionKwh }), isCalibrated: limits.isCalibrated };
}

/** NaN where a driver was not measured, or the training had no such hour. */
function expectedOrNaN(model: BaselineModel, drivers: Readonly<Record<string, number>>, hourOfWeek: number): number {
  try {
    return expect(model, drivers, hourOfWeek).expected;
  } catch (thrown) {
    if (thrown instanceof BusbarError && thrown.code === 'bad_value') return NaN;
    throw thrown;
  }
}
