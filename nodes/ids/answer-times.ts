/** Middle and spread of the natural logarithms of times in milliseconds, neither moved by a few outliers. */
export interface RobustScale {
  readonly median: number;
  readonly spread: number;
}

/** How long a device takes to answer when all is well. */
export interface Timing {
  readonly answer: RobustScale;
  /** Of the fastest answer in each run of ten. */
  readonly fastest: RobustScale;
}

export const runLength = 10;
/** A spread learned from a quiet device would make every hiccup of the gateway an anomaly. */
const leastSpread = 0.25;
/** Below this the gateway's own scheduling is all that is measured. */
const shortestMs = 0.1;
/** Makes the median absolute deviation of normal values their standard deviation. */
const normalConsistency = 1.4826;

export function logTime(ms: number): number {
  return Math.log(Math.max(ms, shortestMs));
}

export function robustZ(logMs: number, { median, spread }: RobustScale): number {
  return (logMs - median) / spread;
}

/** `logTimes` in the order in which the answers came; at least one run of them. */
export function timingOf(logTimes: readonly number[]): Timing {
  const runs = logTimes.slice(runLength - 1).map((_, first) => Math.min(...logTimes.slice(first, first + runLength)));
  return { answer: robustScale(logTimes), fastest: robustScale(runs) };
}

function robustScale(values: readonly number[]): RobustScale {
  const median = middle(values);
  const deviation = middle(values.map((value) => Math.abs(value - median)));
  return { median, spread: Math.max(leastSpread, normalConsistency * deviation) };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** The last run of answers. */
export class RecentAnswers {
  readonly #logTimes: number[] = [];

  add(logMs: number): void {
    this.#logTimes.push(logMs);
    if (this.#logTimes.length > runLength) this.#logTimes.shift();
  }

  /** Null before a whole run has come. */
  get fastest(): number | null {
    return this.#logTimes.length < runLength ? null : Math.min(...this.#logTimes);
  }
}
