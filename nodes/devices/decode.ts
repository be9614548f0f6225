import { notDue, Quality } from '../site/index.ts';
import { type Decoded, decodePoint, decodeScaleFactor } from './codec.ts';
import type { ReadRequest } from './read-plan.ts';
import type { DeviceMap } from './register-map.ts';

/** What became of one request: the words of the answer (0 and 1 for bit tables), or why there was none. */
export type ReadAnswer =
  | { readonly request: ReadRequest; readonly words: ArrayLike<number> }
  | { readonly request: ReadRequest; readonly failure: string };

/** The columns of one cycle's frame. */
export interface DecodedCycle {
  /** Engineering units; NaN where there is no value. */
  readonly values: Float64Array;
  readonly quality: Uint8Array;
  /** Why a point is not good, by column. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Columns that the device spoke about, be it with something that cannot be true. */
  readonly answered: ReadonlySet<number>;
  /** Exponents of the SunSpec scale factors that were read, by column. Writing needs them. */
  readonly scaleFactors: ReadonlyMap<number, number>;
}

/**
 * Turns a cycle's answers into a frame's columns. Every point of the device is in every frame:
 * - read and plausible: good;
 * - answered with what cannot be (not implemented, not finite, out of range): bad with the reason, answered;
 * - its request failed: bad with the transport's reason, not answered;
 * - nothing was asked about it, as its group was not due, or its scale factor is in another answer: bad with the reason
 *   `notDue`, not answered, so that an older value is never repeated as new.
 */
export function decodeAnswers(map: DeviceMap, answers: readonly ReadAnswer[]): DecodedCycle {
  const count = map.points.length;
  const values = new Float64Array(count).fill(NaN);
  const quality = new Uint8Array(count).fill(Quality.bad);
  const failures = failuresOf(answers);
  const exponents = scaleFactorsOf(answers);
  const decoded = decodedPoints(map, answers, exponents);

  const reasons = new Map<number, string>();
  const answered = new Set<number>();
  for (let column = 0; column < count; column++) {
    const failure = failures.get(column) ?? map.missing.get(column);
    const result = decoded.get(column);
    if (failure !== undefined) reasons.set(column, failure);
    else if (!result) reasons.set(column, notDue);
    else {
      answered.add(column);
      if ('invalid' in result) reasons.set(column, result.invalid);
      else {
        values[column] = result.value;
        quality[column] = Quality.good;
      }
    }
  }
  return { values, quality, reasons, answered, scaleFactors: knownOf(exponents) };
}

/** A short answer is a transport failure: nothing of it can be trusted. */
function failureOf(answer: ReadAnswer): string | undefined {
  if ('failure' in answer) return answer.failure;
  const { words, request } = answer;
  if (words.length >= request.quantity) return undefined;
  return `the device answered ${words.length} of ${request.quantity} registers`;
}

function failuresOf(answers: readonly ReadAnswer[]): Map<number, string> {
  const failures = new Map<number, string>();
  for (const answer of answers) {
    const failure = failureOf(answer);
    if (failure === undefined) continue;
    for (const { column } of answer.request.parts) failures.set(column, failure);
  }
  return failures;
}

function scaleFactorsOf(answers: readonly ReadAnswer[]): Map<number, number | null> {
  const exponents = new Map<number, number | null>();
  for (const answer of answers) {
    if ('failure' in answer) continue;
    for (const { column, kind, offset } of answer.request.parts) {
      if (kind === 'scaleFactor') exponents.set(column, decodeScaleFactor(answer.words[offset] ?? 0x8000));
    }
  }
  return exponents;
}

function decodedPoints(
  map: DeviceMap,
  answers: readonly ReadAnswer[],
  exponents: ReadonlyMap<number, number | null>,
): Map<number, Decoded> {
  const decoded = new Map<number, Decoded>();
  for (const answer of answers) {
    if ('failure' in answer) continue;
    for (const { column, kind, offset } of answer.request.parts) {
      const resolved = map.points[column];
      if (kind !== 'value' || !resolved) continue;
      const exponent = resolved.scaleFactorAddress === undefined ? 0 : exponents.get(column);
      if (exponent === undefined) continue;
      decoded.set(
        column,
        exponent === null
          ? { invalid: 'its scale factor is not implemented by the device' }
          : decodePoint(resolved.point, map.profile.connection, answer.words, offset, exponent),
      );
    }
  }
  return decoded;
}

function knownOf(exponents: ReadonlyMap<number, number | null>): Map<number, number> {
  return new Map([...exponents].filter((entry): entry is [number, number] => entry[1] !== null));
}
