import { type Activity, largerActivity, noActivity } from './activity-window.ts';
import { runLength, type Timing, timingOf } from './answer-times.ts';
import { type ExpectedOperation, hourMs } from './expected-operations.ts';
import { addressKey, isRead, isWrite, type ModbusOperation, requestKey, requestOf } from './operation.ts';
import { type Finding, tooManyWrites, unseenRequest } from './rules.ts';
import { type CountedRequest, SurpriseTable } from './surprise.ts';

/** What was learned of one master's traffic to one device; plain data, kept in a file. */
export interface LearnedTraffic {
  /** Requests that no profile foretells. */
  readonly requests: readonly CountedRequest[];
  readonly timing: Timing;
  readonly largest: Activity;
}

/** Normal traffic of one master with one device. */
export interface Baseline {
  readonly surprise: SurpriseTable;
  readonly timing: Timing;
  readonly largest: Activity;
}

/** Joins what the profile foretells with what was learned. */
export function baselineOf(expected: readonly ExpectedOperation[], learned: LearnedTraffic): Baseline {
  return {
    surprise: new SurpriseTable([...expected, ...learned.requests]),
    timing: learned.timing,
    largest: largerActivity(expectedActivity(expected), learned.largest),
  };
}

/** The most that a profile foretells within a window. */
function expectedActivity(expected: readonly ExpectedOperation[]): Activity {
  const most = (operations: readonly ExpectedOperation[]): number =>
    operations.reduce((sum, { mostPerWindow }) => sum + mostPerWindow, 0);
  return {
    writes: most(expected.filter(isWrite)),
    addresses: new Set(expected.map(addressKey)).size,
    requests: most(expected),
  };
}

export interface LearnerOptions {
  readonly expected: readonly ExpectedOperation[];
  /** Whether answered reads that no profile foretells become normal. */
  readonly learnsReads: boolean;
  readonly learningMs: number;
}

const leastAnswers = 2 * runLength;

/** Learns what no profile tells: the time of the answers and, for other masters, what they read. */
export class Learner {
  readonly #options: LearnerOptions;
  readonly #expected: ReadonlySet<string>;
  readonly #expectedActivity: Activity;
  readonly #reads = new Map<string, number>();
  readonly #logTimes: number[] = [];
  #largest = noActivity;
  #startedAt: number | undefined;
  #elapsedMs = 0;

  constructor(options: LearnerOptions) {
    this.#options = options;
    this.#expected = new Set(options.expected.map(requestKey));
    this.#expectedActivity = expectedActivity(options.expected);
  }

  /**
   * Takes an operation in, or says why it is not normal whatever else will be learned. `logMs` is null for a request that
   * was not answered.
   */
  observe(operation: ModbusOperation, activity: Activity, logMs: number | null): Finding | undefined {
    this.#startedAt ??= operation.at;
    this.#elapsedMs = operation.at - this.#startedAt;
    const key = requestKey(operation);
    const isExpected = this.#expected.has(key);
    if (!isExpected && !this.#learns(operation)) return unseenRequest(operation);
    const flood = tooManyWrites(activity, this.#expectedActivity);
    if (flood) return flood;
    this.#largest = largerActivity(this.#largest, activity);
    if (logMs !== null) this.#logTimes.push(logMs);
    if (!isExpected) this.#reads.set(key, (this.#reads.get(key) ?? 0) + 1);
    return undefined;
  }

  /** What was learned, or undefined while that is too little. */
  result(): LearnedTraffic | undefined {
    if (this.#elapsedMs < this.#options.learningMs || this.#logTimes.length < leastAnswers) return undefined;
    const hours = this.#elapsedMs / hourMs;
    return {
      requests: [...this.#reads].map(([key, count]) => ({ ...requestOf(key), perHour: count / hours })),
      timing: timingOf(this.#logTimes),
      largest: this.#largest,
    };
  }

  /** A write that the profile does not foretell never becomes normal by itself, nor does what the device refuses. */
  #learns(operation: ModbusOperation): boolean {
    return this.#options.learnsReads && operation.ok && isRead(operation);
  }
}
