import type { ByteReader, ByteWriter } from './bytes.ts';

const maxDecimals = 6;
const powersOfTen = Array.from({ length: maxDecimals + 1 }, (_, decimals) => 10 ** decimals);
/** Differences of differences of such numbers, doubled by the sign, still fit into 53 bits. */
const largest = 2 ** 49;

/** A column as whole numbers: `numbers[i] / 10^decimals` is exactly the value; NaN stands beside, as a hole. */
export interface ScaledColumn {
  readonly decimals: number;
  readonly numbers: Float64Array;
  readonly holes: readonly number[];
}

/** A column of decimal values as whole numbers, or undefined when any of them is none of at most six decimals. */
export function scaledColumn(values: Float64Array): ScaledColumn | undefined {
  const decimals = decimalsOf(values);
  if (decimals === undefined) return undefined;
  const factor = powersOfTen[decimals] ?? NaN;
  const numbers = new Float64Array(values.length);
  const holes: number[] = [];
  for (let position = 0; position < values.length; position += 1) {
    const number = Math.round((values[position] ?? NaN) * factor);
    if (Math.abs(number) > largest) return undefined;
    if (Number.isNaN(number)) holes.push(position);
    else numbers[position - holes.length] = number;
  }
  return { decimals, numbers: numbers.subarray(0, values.length - holes.length), holes };
}

export function writeScaled(writer: ByteWriter, { decimals, numbers, holes }: ScaledColumn): void {
  const { order, differences } = smallestDifferences(numbers);
  writer.byte(decimals);
  writer.byte(order);
  writer.varint(holes.length);
  let previous = 0;
  for (const hole of holes) {
    writer.varint(hole - previous);
    previous = hole;
  }
  for (const difference of differences) writer.varint(zigzag(difference));
}

export function readScaled(reader: ByteReader, rows: number): Float64Array {
  const factor = powersOfTen[reader.byte()] ?? NaN;
  const order = reader.byte();
  const values = new Float64Array(rows);
  let hole = 0;
  const holes = reader.varint();
  for (let count = 0; count < holes; count += 1) {
    hole += reader.varint();
    values[hole] = NaN;
  }
  let number = 0;
  let step = 0;
  for (let row = 0; row < rows; row += 1) {
    if (holes > 0 && Number.isNaN(values[row])) continue;
    const difference = unzigzag(reader.varint());
    if (order === 0) number = difference;
    else {
      step = order === 1 ? difference : step + difference;
      number += step;
    }
    values[row] = number / factor;
  }
  return values;
}

/** Decimals that all values have at most; undefined when one has more than six. */
function decimalsOf(values: Float64Array): number | undefined {
  let decimals = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    while (!isExact(value, decimals)) {
      decimals += 1;
      if (decimals > maxDecimals) return undefined;
    }
  }
  return decimals;
}

/** Minus zero is no whole number: its sign would be lost. */
function isExact(value: number, decimals: number): boolean {
  const factor = powersOfTen[decimals] ?? NaN;
  return Math.round(value * factor) / factor === value && !Object.is(value, -0);
}

/** The numbers themselves, their differences or the differences of those, whichever is the least to write. */
function smallestDifferences(numbers: Float64Array): { order: number; differences: Float64Array } {
  const candidates = [numbers];
  for (let order = 1; order <= 2; order += 1) candidates.push(differencesOf(candidates[order - 1] ?? numbers));
  const bits = candidates.map(bitsOf);
  const order = bits.indexOf(Math.min(...bits));
  return { order, differences: candidates[order] ?? numbers };
}

function differencesOf(numbers: Float64Array): Float64Array {
  const differences = new Float64Array(numbers.length);
  let previous = 0;
  for (let position = 0; position < numbers.length; position += 1) {
    const number = numbers[position] ?? NaN;
    differences[position] = number - previous;
    previous = number;
  }
  return differences;
}

/** Bits of all numbers without their signs: what deflate makes of them is in proportion. */
function bitsOf(numbers: Float64Array): number {
  let bits = 0;
  for (const each of numbers) bits += 32 - Math.clz32(Math.min(Math.abs(each), 2 ** 32 - 1));
  return bits;
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
