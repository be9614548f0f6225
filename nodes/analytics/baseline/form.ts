import { at } from '../statistics/column.ts';
import type { Regression, Regressor } from './least-squares.ts';
import { driverOf, type Observations } from './observations.ts';

/**
 * What one coefficient multiplies: a driver as it is, the part of it above or below a change point (degrees of cooling or
 * heating), or its part within a segment of a piecewise line.
 */
export type Term =
  | { readonly kind: 'driver'; readonly driver: string }
  | { readonly kind: 'above' | 'below'; readonly driver: string; readonly point: number }
  | { readonly kind: 'segment'; readonly driver: string; readonly from: number; readonly to: number };

export type FormName = 'linear' | 'change-point' | 'time-of-week';

/** A regression that is yet without coefficients. */
export interface Form {
  readonly name: FormName;
  readonly terms: readonly Term[];
  /** An intercept for each hour of the local week instead of one. */
  readonly byHourOfWeek: boolean;
}

export function linearForm(drivers: readonly string[]): Form {
  return { name: 'linear', terms: drivers.map((driver) => ({ kind: 'driver', driver })), byHourOfWeek: false };
}

/** Value of a term where its driver has the given value. */
export function termValue(term: Term, driverValue: number): number {
  switch (term.kind) {
    case 'driver':
      return driverValue;
    case 'above':
      return Math.max(driverValue - term.point, 0);
    case 'below':
      return Math.max(term.point - driverValue, 0);
    case 'segment':
      return Math.min(Math.max(driverValue - term.from, 0), term.to - term.from);
  }
}

function termName(term: Term): string {
  switch (term.kind) {
    case 'driver':
      return term.driver;
    case 'above':
      return `${term.driver} above ${rounded(term.point)}`;
    case 'below':
      return `${term.driver} below ${rounded(term.point)}`;
    case 'segment':
      return `${term.driver} ${rounded(term.from)} to ${rounded(term.to)}`;
  }
}

/** The columns of a form over observations. Throws `missing_driver`. */
export function regressionOf({ terms, byHourOfWeek }: Form, observations: Observations): Regression {
  const regressors = terms.map((term): Regressor => {
    const values = driverOf(observations, term.driver);
    return { name: termName(term), values: values.map((value) => termValue(term, value)) };
  });
  const { target, hourOfWeek } = observations;
  return { regressors, target, groups: byHourOfWeek ? hourOfWeek : new Uint16Array(target.length) };
}

/** The numbers of one row, in the order of the terms. */
export function termRow(terms: readonly Term[], driverValue: (driver: string) => number): number[] {
  return terms.map((term) => termValue(term, driverValue(term.driver)));
}

/** The drivers of a form, each once. */
export function driversOf({ terms }: Pick<Form, 'terms'>): readonly string[] {
  return [...new Set(terms.map(({ driver }) => driver))];
}

/** Bounds of segments that hold about as many values each; fewer where values repeat. */
export function segmentTerms(driver: string, sortedValues: Float64Array, count: number): readonly Term[] {
  const bound = (part: number): number => at(sortedValues, Math.round((part / count) * (sortedValues.length - 1)));
  const bounds = [...new Set(Array.from({ length: count + 1 }, (_, part) => bound(part)))];
  return bounds.slice(1).map((to, part): Term => {
    const isLast = part === bounds.length - 2;
    // The outer segments go on beyond what was seen, as lines.
    return { kind: 'segment', driver, from: at(bounds, part), to: isLast ? Number.MAX_VALUE : to };
  });
}

function rounded(value: number): string {
  return value === Number.MAX_VALUE ? 'up' : String(Number(value.toPrecision(4)));
}
