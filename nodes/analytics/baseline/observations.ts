import { errors } from '../errors.ts';
import { at } from '../statistics/column.ts';

/** Rows of one interval each, in the order of time. A value that was not measured is NaN. */
export interface Observations {
  /** Start of each interval, epoch milliseconds. */
  readonly start: Float64Array;
  /** Energy of each interval, kWh. */
  readonly target: Float64Array;
  readonly drivers: Readonly<Record<string, Float64Array>>;
  /** Hour of the local week of each row, 0 (Sunday 00:00) to 167. */
  readonly hourOfWeek: Uint16Array;
}

/** A driver's values. Throws `missing_driver`. */
export function driverOf({ drivers }: Pick<Observations, 'drivers'>, name: string): Float64Array {
  const values = drivers[name];
  if (!values) throw errors.missing_driver({ field: name });
  return values;
}

/** The rows in which the target and every named driver were measured. */
export function completeRows(observations: Observations, names: readonly string[]): Observations {
  const columns = [observations.target, ...names.map((name) => driverOf(observations, name))];
  const complete = [...observations.start.keys()].filter((row) =>
    columns.every((values) => Number.isFinite(values[row])),
  );
  return pickRows({ ...observations, drivers: pickDrivers(observations, names) }, complete);
}

export function pickRows({ start, target, drivers, hourOfWeek }: Observations, rows: readonly number[]): Observations {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => at(values, row));
  return {
    start: pick(start),
    target: pick(target),
    drivers: Object.fromEntries(Object.entries(drivers).map(([name, values]) => [name, pick(values)])),
    hourOfWeek: Uint16Array.from(rows, (row) => at(hourOfWeek, row)),
  };
}

function pickDrivers(observations: Observations, names: readonly string[]): Record<string, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, driverOf(observations, name)]));
}
