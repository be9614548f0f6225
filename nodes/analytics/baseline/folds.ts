import { at } from '../statistics/column.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const foldCount = 5;

/** Rows that a model is fitted to, and those that it is then judged by. */
export interface Fold {
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Five folds of whole weeks, or of days where the span is shorter than ten weeks: neighbouring rows resemble each other, so
 * that a row left out alone would be known from the one beside it.
 */
export function blockedFolds(start: Float64Array): readonly Fold[] {
  const first = at(start, 0);
  const span = at(start, start.length - 1) - first;
  const blockMs = span >= 2 * foldCount * weekMs ? weekMs : dayMs;
  const blocks = start.map((rowStart) => Math.floor((rowStart - first) / blockMs));
  const places = new Map([...new Set(blocks)].map((block, place) => [block, place % foldCount]));
  const foldOf = (row: number): number => places.get(at(blocks, row)) ?? 0;
  const rows = [...start.keys()];
  return Array.from({ length: foldCount }, (_, fold) => ({
    training: rows.filter((row) => foldOf(row) !== fold),
    heldOut: rows.filter((row) => foldOf(row) === fold),
  }));
}
