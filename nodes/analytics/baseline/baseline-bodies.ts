import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import { type Body, figuresBody, spanBody } from '../answer-body.ts';
import type { TimeSpan } from '../history.ts';
import { rounded } from '../rounded.ts';
import { at, meanOf, sumOf } from '../statistics/column.ts';
import type { BaselineModel, Coefficient, DriverSummary } from './baseline-model.ts';
import type { BaselinePrediction, JudgedHours } from './baselines.ts';
import { cusumOf } from './cusum.ts';
import type { Term } from './form.ts';
import type { Goodness } from './goodness.ts';
import { savingsOf } from './savings.ts';
import type { StoredBaseline } from './stored-baseline.ts';

const unit = 'kWh';

/** Body of `GET /api/v1/baseline/models` (contract 003). */
export function modelsBody(machine: Machine, baselines: readonly StoredBaseline[]): Body {
  return { machine_id: machine.uuid, total_models: baselines.length, models: baselines.map(summaryBody) };
}

/** Body of `GET /api/v1/baseline/model/{model_id}` (contract 003). */
export function modelBody(baseline: StoredBaseline): Body {
  const { model } = baseline;
  return {
    ...summaryBody(baseline),
    coefficients: Object.fromEntries([
      ['intercept', rounded(interceptOf(model))],
      ...slopesOf(model).map(({ name, value }) => [name, rounded(value)]),
    ]),
    feature_importance: Object.fromEntries(model.drivers.map(({ name, importance }) => [name, rounded(importance)])),
    statistics: goodnessBody(model.trained),
    held_out: goodnessBody(model.heldOut),
    coefficient_statistics: model.coefficients.map(coefficientBody),
    terms: model.form.terms.map(termBody),
    drivers: model.drivers.map(driverBody),
    ...(model.form.byHourOfWeek && { intercepts_by_hour_of_week: model.fit.intercepts.map(rounded) }),
    training_period: spanBody(model),
    time_zone: model.timeZone,
    warnings: model.remarks,
  };
}

/** Body of `POST /api/v1/baseline/train` (contract 003). */
export function trainedBody(trained: StoredBaseline): Body {
  const { id, version, isActive, reason, model } = trained;
  return {
    success: true,
    model_id: id,
    model_version: version,
    statistics: goodnessBody(model.trained),
    message: isActive ? 'Baseline model trained successfully' : `Baseline model trained but not activated: ${reason}`,
    is_active: isActive,
    activation_reason: reason,
    form: model.form.name,
    drivers: model.drivers.map(({ name }) => name),
    held_out: goodnessBody(model.heldOut),
    warnings: model.remarks,
  };
}

/** Body of `POST /api/v1/baseline/predict` (contract 003). */
export function predictionBody(machine: Machine, prediction: BaselinePrediction): Body {
  const { baseline, expected, lower, upper, level, warnings, at: instant } = prediction;
  return {
    machine_id: machine.uuid,
    predicted_energy: rounded(expected),
    unit,
    model_version: baseline.version,
    confidence: level,
    lower_bound: rounded(lower),
    upper_bound: rounded(upper),
    model_id: baseline.id,
    interval_minutes: baseline.model.intervalMs / 60_000,
    timestamp: isoWithOffset(instant),
    warnings,
  };
}

/** Body of `GET /api/v1/baseline/deviation` (contract 003). */
export function deviationBody(machine: Machine, span: TimeSpan, judged: JudgedHours): Body {
  const { start, actual, expected, verdicts, isCalibrated } = judged.deviations;
  const { deviation, rows } = deviationsIn(judged);
  const known = Float64Array.from(rows, (row) => at(deviation, row));
  const sizes = known.map(Math.abs);
  return {
    machine_id: machine.uuid,
    time_period: spanBody(span),
    deviations: Array.from(start, (hour, row) => ({
      timestamp: isoWithOffset(hour),
      actual: rounded(actual[row]),
      predicted: rounded(expected[row]),
      deviation: rounded(deviation[row]),
      deviation_percent: percentOf(at(deviation, row), at(expected, row)),
      is_anomaly: Boolean(verdicts[row]),
      severity: verdicts[row]?.severity ?? null,
      anomaly_type: verdicts[row]?.type ?? null,
    })),
    statistics: {
      avg_deviation: rounded(meanOf(known)),
      max_deviation: sizes.length === 0 ? null : rounded(sizes.reduce((a, b) => Math.max(a, b))),
      anomaly_count: verdicts.filter(Boolean).length,
      mean_absolute_deviation: rounded(meanOf(sizes)),
      total_actual: rounded(sumOf(rows.map((row) => at(actual, row)))),
      total_predicted: rounded(sumOf(rows.map((row) => at(expected, row)))),
      hours: rows.length,
      hours_without_comparison: start.length - rows.length,
      is_calibrated: isCalibrated,
    },
    unit,
    model_version: judged.baseline.version,
  };
}

/** Body of `GET /api/v1/baseline/cusum`. */
export function cusumBody(machine: Machine, span: TimeSpan, judged: JudgedHours): Body {
  const { actual, expected, start } = comparedHours(judged);
  const sums = cusumOf(actual, expected);
  return {
    machine_id: machine.uuid,
    time_period: spanBody(span),
    points: Array.from(start, (hour, row) => ({
      timestamp: isoWithOffset(hour),
      deviation: rounded(at(actual, row) - at(expected, row)),
      cusum: rounded(sums[row]),
    })),
    total: rounded(sums.at(-1) ?? 0),
    unit,
    model_version: judged.baseline.version,
  };
}

/** Body of `GET /api/v1/baseline/savings`. */
export function savingsBody(machine: Machine, span: TimeSpan, judged: JudgedHours): Body {
  const { actual, expected } = comparedHours(judged);
  const savings = savingsOf(judged.baseline.model, actual, expected);
  return {
    machine_id: machine.uuid,
    time_period: spanBody(span),
    actual_energy: rounded(savings.actualKwh),
    expected_energy: rounded(savings.expectedKwh),
    saved_energy: rounded(savings.savedKwh),
    saved_percent: percentOf(savings.savedKwh, savings.expectedKwh),
    enpi: rounded(savings.enpi),
    uncertainty: rounded(savings.uncertaintyKwh),
    fractional_savings_uncertainty: rounded(savings.fsu),
    confidence: savings.level,
    hours: actual.length,
    hours_without_comparison: judged.deviations.start.length - actual.length,
    unit,
    model_version: judged.baseline.version,
  };
}

function summaryBody({ id, machineId, version, isActive, reason, createdAt, model }: StoredBaseline): Body {
  const { rowCount, rSquared, rmse, mae } = model.trained;
  return {
    id,
    machine_id: machineId,
    model_name: `baseline_v${version}`,
    model_version: version,
    training_samples: rowCount,
    r_squared: rounded(rSquared),
    rmse: rounded(rmse),
    mae: rounded(mae),
    is_active: isActive,
    created_at: isoWithOffset(createdAt),
    form: model.form.name,
    activation_reason: reason,
  };
}

function goodnessBody(goodness: Goodness): Body {
  return figuresBody({
    r_squared: goodness.rSquared,
    rmse: goodness.rmse,
    mae: goodness.mae,
    training_samples: goodness.rowCount,
    adjusted_r_squared: goodness.adjustedRSquared,
    residual_sd: goodness.residualSd,
    cv_rmse: goodness.cvRmse,
    nmbe: goodness.nmbe,
    rho: goodness.rho,
    durbin_watson: goodness.durbinWatson,
  });
}

function coefficientBody({ name, value, standardError, t, p, vif }: Coefficient): Body {
  return { name, ...figuresBody({ value, standard_error: standardError, t, p, vif }) };
}

/** Null for the segment that goes on as a line. */
function termBody(term: Term): Body {
  return term.kind === 'segment' && term.to === Number.MAX_VALUE ? { ...term, to: null } : { ...term };
}

function driverBody({ name, min, max, mean, sd, importance, rSquaredLoss }: DriverSummary): Body {
  return { name, ...figuresBody({ min, max, mean, sd, importance, r_squared_loss: rSquaredLoss }) };
}

function slopesOf({ coefficients }: BaselineModel): readonly Coefficient[] {
  return coefficients.filter(({ name }) => name !== 'intercept');
}

/** Of a model with one for each hour of the week their mean over the training's rows. */
function interceptOf({ fit: { intercepts, groupCounts, rowCount } }: BaselineModel): number {
  return sumOf(intercepts.map((intercept, group) => (intercept ?? 0) * at(groupCounts, group))) / rowCount;
}

/** Measured minus expected of every hour, and the rows in which both are known. */
function deviationsIn({ deviations: { actual, expected } }: JudgedHours) {
  const deviation = actual.map((kwh, row) => kwh - at(expected, row));
  return { deviation, rows: [...deviation.keys()].filter((row) => Number.isFinite(deviation[row])) };
}

function comparedHours(judged: JudgedHours) {
  const { start, actual, expected } = judged.deviations;
  const { rows } = deviationsIn(judged);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => at(values, row));
  return { start: pick(start), actual: pick(actual), expected: pick(expected) };
}

function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded((100 * part) / whole);
}
