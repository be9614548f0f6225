import { BusbarError } from '../../kernel/index.ts';
import { at, sorted, squaresAround } from '../statistics/column.ts';
import { changePointForm } from './change-point.ts';
import { blockedFolds } from './folds.ts';
import { type Form, type FormName, linearForm, regressionOf, segmentTerms } from './form.ts';
import { type FittedRegression, fitLeastSquares, predictRow } from './least-squares.ts';
import { driverOf, type Observations, pickRows } from './observations.ts';

export interface FormChoice {
  readonly drivers: readonly string[];
  /** The driver that change points and segments are sought in: an outdoor or process temperature. */
  readonly temperature?: string;
  /** False for rows that are days or longer: an hour of the week means nothing to them. */
  readonly hasHours: boolean;
}

export interface FittedForm {
  readonly form: Form;
  readonly fit: FittedRegression;
}

export interface Candidate extends FittedForm {
  /** Measured minus expected of every row by the model of the other folds; NaN in an hour of the week that those lack. */
  readonly heldOutResiduals: Float64Array;
  readonly heldOutRmse: number;
}

/** A form that did not fit, with what was in its way. */
export interface RefusedForm {
  readonly name: FormName;
  readonly reason: string;
}

/** Segments of the piecewise line in the temperature (Mathieu et al. 2011). */
const segments = 6;
/** Rows that an hour of the week needs on average for an intercept of its own. */
const rowsPerHourOfWeek = 4;
const hoursPerWeek = 168;

/** Fits every form that the data allow, best held-out error first. */
export function fitCandidates(
  observations: Observations,
  choice: FormChoice,
): { readonly candidates: readonly Candidate[]; readonly refused: readonly RefusedForm[] } {
  const candidates: Candidate[] = [];
  const refused: RefusedForm[] = [];
  for (const [name, fitForm] of formsFor(observations, choice)) {
    try {
      candidates.push(judge(observations, fitForm));
    } catch (thrown) {
      if (!(thrown instanceof BusbarError)) throw thrown;
      refused.push({ name, reason: thrown.message });
    }
  }
  return { candidates: candidates.toSorted((a, b) => a.heldOutRmse - b.heldOutRmse), refused };
}

type FitForm = (observations: Observations) => FittedForm;

function formsFor(observations: Observations, { drivers, temperature, hasHours }: FormChoice): [FormName, FitForm][] {
  const others = drivers.filter((driver) => driver !== temperature);
  const fitted =
    (formOf: (rows: Observations) => Form): FitForm =>
    (rows) => {
      const form = formOf(rows);
      return { form, fit: fitLeastSquares(regressionOf(form, rows)) };
    };
  const forms: [FormName, FitForm][] = [['linear', fitted(() => linearForm(drivers))]];
  if (temperature !== undefined) {
    forms.push(['change-point', fitted((rows) => changePointForm(rows, temperature, others))]);
  }
  if (hasHours && observations.start.length >= rowsPerHourOfWeek * hoursPerWeek) {
    forms.push(['time-of-week', fitted((rows) => timeOfWeekForm(rows, drivers, temperature))]);
  }
  return forms;
}

/** An intercept for each hour of the week, a piecewise line in the temperature, a slope for each other driver. */
function timeOfWeekForm(rows: Observations, drivers: readonly string[], temperature?: string): Form {
  const terms = drivers.flatMap((driver) =>
    driver === temperature
      ? segmentTerms(driver, sorted(driverOf(rows, driver)), segments)
      : linearForm([driver]).terms,
  );
  return { name: 'time-of-week', terms, byHourOfWeek: true };
}

function judge(observations: Observations, fitForm: FitForm): Candidate {
  const heldOutResiduals = new Float64Array(observations.start.length).fill(NaN);
  for (const { training, heldOut } of blockedFolds(observations.start)) {
    if (heldOut.length === 0) continue;
    const model = fitForm(pickRows(observations, training));
    const residuals = residualsOf(model, pickRows(observations, heldOut));
    for (const [position, row] of heldOut.entries()) heldOutResiduals[row] = at(residuals, position);
  }
  const known = heldOutResiduals.filter(Number.isFinite);
  const heldOutRmse = Math.sqrt(squaresAround(known, 0) / known.length);
  return { ...fitForm(observations), heldOutResiduals, heldOutRmse };
}

function residualsOf({ form, fit }: FittedForm, observations: Observations): Float64Array {
  const { regressors, target, groups } = regressionOf(form, observations);
  return target.map((value, row) => {
    const numbers = regressors.map(({ values }) => at(values, row));
    const prediction = predictRow(fit, numbers, at(groups, row));
    return prediction ? value - prediction.expected : NaN;
  });
}
