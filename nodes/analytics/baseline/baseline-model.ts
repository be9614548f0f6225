import { errors } from '../errors.ts';
import { twoSidedQuantile } from '../statistics/student-t.ts';
import { driversOf, type Form, termRow } from './form.ts';
import type { Goodness } from './goodness.ts';
import { expectedOfRow, type LeastSquaresFit, predictRow } from './least-squares.ts';

/** A coefficient with what its estimate is worth. */
export interface Coefficient {
  readonly name: string;
  /** kWh per unit of the term. */
  readonly value: number;
  readonly standardError: number;
  readonly t: number;
  /** Probability of a |t| as large with no effect at all. */
  readonly p: number;
  /** Variance inflation: 1 where the others say nothing about the term. Null for the intercept. */
  readonly vif: number | null;
}

/** What a driver was in training, and how much of the target's variation goes with it. */
export interface DriverSummary {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
  /** Σ |coefficient| × SD of the driver's terms, as a share of all drivers'. */
  readonly importance: number;
  /** How much R² falls without the driver; says more than the importance where drivers go together. */
  readonly rSquaredLoss: number;
  /** Order statistics of the training values, evenly spaced: what later values are compared with. */
  readonly sample: readonly number[];
}

/** Quantiles of |measured − expected|, kWh, as new rows are expected to have them. */
export interface ResidualQuantiles {
  /** Residuals that they were taken from. */
  readonly count: number;
  readonly q95: number;
  readonly q99: number;
  readonly q997: number;
  readonly q9995: number;
}

/** A trained baseline as it is stored: plain data, complete for prediction. */
export interface BaselineModel {
  readonly schema: 1;
  readonly form: Form;
  readonly fit: LeastSquaresFit;
  readonly coefficients: readonly Coefficient[];
  readonly drivers: readonly DriverSummary[];
  /** In training; on rows that the model did not see. */
  readonly trained: Goodness;
  readonly heldOut: Goodness;
  /** Order statistics of the held-out residuals (measured − expected), kWh. */
  readonly residualSample: readonly number[];
  readonly residualQuantiles: ResidualQuantiles;
  /** Length of a row, milliseconds, and the zone that hours of the week are counted in. */
  readonly intervalMs: number;
  readonly timeZone: string;
  /** First row's start and last row's end, epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  /** What the trainer wants known: drivers left out, forms that did not fit. */
  readonly remarks: readonly string[];
}

export interface Expectation {
  /** kWh, not below zero. */
  readonly expected: number;
  /** Ends of the prediction interval of one row. */
  readonly lower: number;
  readonly upper: number;
  /** Share of rows that the interval holds. */
  readonly level: number;
  /** Drivers outside of what the model was trained on. */
  readonly warnings: readonly string[];
}

const level = 0.95;

/**
 * What the model expects of one row, whose drivers have the values `inputs`. Throws `missing_driver`; `bad_value` for a driver that is no number and for an hour of
 * the week that the training did not have.
 */
export function expect(
  model: BaselineModel,
  inputs: Readonly<Record<string, number>>,
  hourOfWeek: number,
): Expectation {
  for (const driver of driversOf(model.form)) requireNumber(driver, inputs[driver]);
  const row = termRow(model.form.terms, (driver) => inputs[driver] ?? NaN);
  const prediction = predictRow(model.fit, row, model.form.byHourOfWeek ? hourOfWeek : 0);
  if (!prediction) {
    throw errors.bad_value({ field: 'hour of the week', limit: 'one that the training had', value: hourOfWeek });
  }
  const { rowCount, parameterCount } = model.fit;
  const half = twoSidedQuantile(level, rowCount - parameterCount) * prediction.sd;
  return {
    expected: Math.max(0, prediction.expected),
    lower: Math.max(0, prediction.expected - half),
    upper: Math.max(0, prediction.expected + half),
    level,
    warnings: model.drivers.flatMap(({ name, min, max }) => {
      const value = inputs[name] ?? NaN;
      return value < min || value > max ? [`${name} = ${value} lies outside of the training's ${min} to ${max}`] : [];
    }),
  };
}

/** What the model expects of one row, kWh, not below zero; NaN where it cannot say. */
export function expectedKwh(
  { form, fit }: BaselineModel,
  driverValue: (driver: string) => number,
  hourOfWeek: number,
): number {
  const row = termRow(form.terms, driverValue);
  return Math.max(0, expectedOfRow(fit, row, form.byHourOfWeek ? hourOfWeek : 0));
}

function requireNumber(driver: string, value: number | undefined): void {
  const field = `inputs.${driver}`;
  if (value === undefined) throw errors.missing_driver({ field });
  if (!Number.isFinite(value)) throw errors.bad_value({ field, limit: 'a finite number', value });
}
