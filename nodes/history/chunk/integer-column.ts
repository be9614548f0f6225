import type { ByteReader, ByteWriter } from './bytes.ts';

const maxDecimals = 6;
const powersOfTen = Array.from({ length: maxDecimals + 1 }, (_, decimals) => 10 ** decimals);
/** Differences of differences of such numbers, doubled by the sign, still fit into 53 bits. */
const largest = 2 ** 49;
/** Below this, a number fits into the 32 bits of a shift. */
const shiftable = 2 ** 31;

/** A column as whole numbers: `numbers[i] / 10^decimals` is exactly the value; NaN stands beside, as a hole. */
export interface ScaledColumn {
  readonly decimals: number;
  readonly numbers: Float64Array;
  readonly holes: readonly number[];
}

/** A column of decimal values as whole numbers, or undefined when any of them is none of at most six decimals. */
export function scaledColumn(values: Float64Array): ScaledColumn | undefined {
  const numbers = new Float64Array(values.length);
  // A column shows its decimals in its first values: it is hardly ever begun anew.
  for (let decimals = 0; decimals <= maxDecimals; decimals += 1) {
    const holes = scaleInto(numbers, values, powersOfTen[decimals] ?? NaN);
    if (holes) return { decimals, numbers: numbers.subarray(0, values.length - holes.length), holes };
  }
  return undefined;
}

/** Writes `values * factor` without their holes and returns where those were; undefined when a value is not exact. */
function scaleInto(numbers: Float64Array, values: Float64Array, factor: number): number[] | undefined {
  const holes: number[] = [];
  for (let position = 0; position < values.length; position += 1) {
    const value = values[position] ?? NaN;
    if (Number.isNaN(value)) {
      holes.push(position);
      continue;
    }
    const number = Math.round(value * factor);
    if (number / factor !== value || Math.abs(number) > largest || Object.is(value, -0)) return undefined;
    numbers[position - holes.length] = number;
  }
  return holes;
}

export function writeScaled(writer: ByteWriter, { decimals, numbers, holes }: ScaledColumn): void {
  const order = smallestOrder(numbers);
  writer.byte(decimals);
  writer.byte(order);
  writer.varint(holes.length);
  let previous = 0;
  for (const hole of holes) {
    writer.varint(hole - previous);
    previous = hole;
  }
  let number = 0;
  let step = 0;
  for (let position = 0; position < numbers.length; position += 1) {
    const next = numbers[position] ?? NaN;
    const nextStep = next - number;
    writer.varint(zigzag(order === 0 ? next : order === 1 ? nextStep : nextStep - step));
    number = next;
    step = nextStep;
  }
}

/** Fills a column with what `writeScaled` wrote. */
export function readScaled(reader: ByteReader, values: Float64Array): void {
  const factor = powersOfTen[reader.byte()] ?? NaN;
  const order = reader.byte();
  const holes = reader.varint();
  let hole = 0;
  for (let count = 0; count < holes; count += 1) {
    hole += reader.varint();
    values[hole] = NaN;
  }
  // Without holes each number takes the place of what it was written as.
  const written = holes === 0 ? values : new Float64Array(values.length - holes);
  reader.varints(written);
  let number = 0;
  let step = 0;
  let position = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (holes > 0 && Number.isNaN(values[row])) continue;
    const difference = unzigzag(written[position++] ?? NaN);
    if (order === 0) number = difference;
    else {
      step = order === 1 ? difference : step + difference;
      number += step;
    }
    values[row] = number / factor;
  }
}

/** 0 for the numbers themselves, 1 for their differences, 2 for the differences of those: whichever is the least to write. */
function smallestOrder(numbers: Float64Array): 0 | 1 | 2 {
  let ofNumbers = 0;
  let ofSteps = 0;
  let ofTurns = 0;
  let previous = 0;
  let previousStep = 0;
  for (let position = 0; position < numbers.length; position += 1) {
    const number = numbers[position] ?? NaN;
    const step = number - previous;
    ofNumbers += bitsOf(number);
    ofSteps += bitsOf(step);
    ofTurns += bitsOf(step - previousStep);
    previous = number;
    previousStep = step;
  }
  if (ofNumbers <= ofSteps && ofNumbers <= ofTurns) return 0;
  return ofSteps <= ofTurns ? 1 : 2;
}

/** Without the sign: what deflate makes of a column is in proportion to the sum. */
function bitsOf(number: number): number {
  return 32 - Math.clz32(Math.min(Math.abs(number), 2 ** 32 - 1));
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  if (value < shiftable) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
