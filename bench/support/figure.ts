import { median } from './statistics.ts';

/** What a figure must be; `ratio` means the value over the yardstick of the same round. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly is: '<=' | '<' | '>';
  readonly limit: number;
  /** What is hoped for beyond the limit. */
  readonly aim?: number;
}

export interface Yardstick {
  readonly name: string;
  /** One value for each round of the figure, measured beside it. */
  readonly rounds: readonly number[];
}

/** One measured quantity: a value for each round, of which the median counts. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly rounds: readonly number[];
  readonly yardstick?: Yardstick;
  readonly target?: Target;
}

/** A figure with what follows from it. */
export interface JudgedFigure extends Figure {
  readonly median: number;
  readonly yardstickMedian: number | null;
  /** Median over the rounds of value over yardstick; null without a yardstick or with one of 0. */
  readonly ratio: number | null;
  /** Null without a target. */
  readonly passed: boolean | null;
}

export function judge(figure: Figure): JudgedFigure {
  const { rounds, yardstick, target } = figure;
  const ratios = rounds.map((value, round) => value / (yardstick?.rounds[round] ?? NaN));
  const judged = {
    ...figure,
    median: median(rounds),
    yardstickMedian: yardstick ? median(yardstick.rounds) : null,
    ratio: ratios.every(Number.isFinite) ? median(ratios) : null,
  };
  return { ...judged, passed: target ? meets(target, target.of === 'ratio' ? judged.ratio : judged.median) : null };
}

/** A value that could not be measured meets nothing. */
function meets({ is, limit }: Target, value: number | null): boolean {
  if (value === null) return false;
  if (is === '>') return value > limit;
  return is === '<' ? value < limit : value <= limit;
}
