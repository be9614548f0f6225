import { errors } from '../errors.ts';
import { at } from '../statistics/column.ts';
import { cyclesOf, type ForecastSeries } from './forecast.ts';

const largestShare = 0.1;

/** True when so much is missing that what is filled would make the forecast. */
export function hasTooManyHoles(values: Float64Array): boolean {
  return values.filter(Number.isNaN).length > largestShare * values.length;
}

/**
 * The series with each hole (NaN) taken from the same hour of the nearest week that has it, for methods that need every value;
 * `filledCount` says how many. Throws `bad_value` when more than a tenth is missing, or an hour is missing in every week.
 */
export function fillHoles(series: ForecastSeries): { readonly series: ForecastSeries; readonly filledCount: number } {
  const { values, intervalMs } = series;
  const holes = [...values.keys()].filter((row) => Number.isNaN(at(values, row)));
  if (hasTooManyHoles(values)) {
    throw errors.bad_value({
      field: 'The series',
      limit: `at least ${100 * (1 - largestShare)} % measured`,
      value: `${values.length - holes.length} of ${values.length} intervals`,
    });
  }
  const filled = values.slice();
  const { week } = cyclesOf(intervalMs);
  for (const row of holes) filled[row] = nearestWeek(values, row, week);
  return { series: { ...series, values: filled }, filledCount: holes.length };
}

function nearestWeek(values: Float64Array, row: number, week: number): number {
  for (let distance = week; distance < values.length; distance += week) {
    const found = [row - distance, row + distance]
      .map((each) => at(values, each))
      .find((value) => !Number.isNaN(value));
    if (found !== undefined) return found;
  }
  throw errors.bad_value({
    field: 'The series',
    limit: 'each hour of the week measured once',
    value: `none for interval ${row}`,
  });
}
