import { ActivityWindow } from './activity-window.ts';
import { logTime, RecentAnswers } from './answer-times.ts';
import { type Baseline, baselineOf, type LearnedTraffic, Learner } from './baseline.ts';
import type { ExpectedOperation } from './expected-operations.ts';
import { checkOperation, featuresOf } from './features.ts';
import type { ModbusOperation } from './operation.ts';
import { brokenRule, type Finding } from './rules.ts';

export interface ContextOptions {
  /** Null until the device's registers are known; nothing is judged before. */
  readonly expected: () => readonly ExpectedOperation[] | null;
  /** Whether answered reads that no profile foretells become normal while learning. */
  readonly learnsReads: boolean;
  readonly learningMs: number;
  /** What an earlier run learned. */
  readonly learned?: LearnedTraffic | undefined;
  readonly onLearned: (learned: LearnedTraffic) => void;
}

export interface Observation {
  /** For the model; null while the context learns. */
  readonly features: readonly number[] | null;
  readonly finding: Finding | undefined;
}

const nothing: Observation = { features: null, finding: undefined };

/** The traffic of one master with one device: first learned, then judged. */
export class TrafficContext {
  readonly #options: ContextOptions;
  readonly #window = new ActivityWindow();
  readonly #answers = new RecentAnswers();
  #expected: readonly ExpectedOperation[] | null = null;
  #learner: Learner | undefined;
  #baseline: Baseline | undefined;

  constructor(options: ContextOptions) {
    this.#options = options;
  }

  /** True once the context is judged by all rules and the model. */
  get isLearned(): boolean {
    return this.#baseline !== undefined;
  }

  /** @throws bad_operation for a field that is no finite number. */
  observe(operation: ModbusOperation): Observation {
    checkOperation(operation);
    const activity = this.#window.add(operation);
    const logMs = operation.ok ? logTime(operation.responseMs) : null;
    if (logMs !== null) this.#answers.add(logMs);
    this.#baseline ??= this.#earlierBaseline();
    if (!this.#baseline) return this.#learn(operation, activity, logMs);
    return {
      features: featuresOf(operation, this.#baseline, activity, logMs),
      finding: brokenRule(operation, this.#baseline, activity, this.#answers.fastest),
    };
  }

  #earlierBaseline(): Baseline | undefined {
    this.#expected ??= this.#options.expected();
    const { learned } = this.#options;
    return learned && this.#expected ? baselineOf(this.#expected, learned) : undefined;
  }

  #learn(...[operation, activity, logMs]: Parameters<Learner['observe']>): Observation {
    const expected = this.#expected;
    if (!expected) return nothing;
    this.#learner ??= new Learner({ ...this.#options, expected });
    const finding = this.#learner.observe(operation, activity, logMs);
    const learned = this.#learner.result();
    if (learned) {
      this.#baseline = baselineOf(expected, learned);
      this.#learner = undefined;
      this.#options.onLearned(learned);
    }
    return { features: null, finding };
  }
}
