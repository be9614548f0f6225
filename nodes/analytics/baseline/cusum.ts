import { at } from '../statistics/column.ts';

/** Running sum of measured minus expected, kWh: it turns where the plant began to use energy differently. */
export function cusumOf(actual: Float64Array, expected: Float64Array): Float64Array {
  let sum = 0;
  return actual.map((value, row) => (sum += value - at(expected, row)));
}
