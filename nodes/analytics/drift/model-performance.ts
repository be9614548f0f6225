import { asBusbarError, defineService, textOf } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads, analyticsWrites, type ModelKind, type StoredModel } from '../analytics-store.ts';
import type { BaselineModel } from '../baseline/baseline-model.ts';
import type { Baselines } from '../baseline/baselines.ts';
import { errors } from '../errors.ts';
import type { ForecastModel } from '../forecast/forecast-model.ts';
import type { Forecasts } from '../forecast/forecasts.ts';
import type { TimeSpan } from '../history.ts';
import { lastWholeDay } from '../last-whole-day.ts';
import type { JobOutcome } from '../jobs/job-store.ts';
import type { JobStart, TrainingJob, TrainingJobs } from '../jobs/training-jobs.ts';
import type { TrainingOrder } from '../keep-model.ts';
import { parseSubject } from '../jobs/training-subject.ts';
import { checkDrift, type DriftCheck } from './check-drift.ts';
import {
  type Evaluation,
  evaluationOfCheck,
  evaluationOfTraining,
  knownEvaluation,
  type KnownEvaluation,
  storedEvaluation,
} from './evaluation.ts';
import { ModelJudge } from './model-judge.ts';
import { methodOf, modelKinds } from './model-type.ts';
import { alertsOf, type PerformanceAlert } from './performance-alerts.ts';
import { type Trend, trendOf } from './trend.ts';

export interface ModelPerformanceOptions {
  readonly context: AnalyticsContext;
  readonly baselines: Pick<Baselines, 'startTraining' | 'deviation'>;
  readonly forecasts: Pick<Forecasts, 'startTraining' | 'status'>;
  readonly trainings: TrainingJobs;
}

export interface PerformanceTrend extends Trend {
  /** Oldest first. */
  readonly evaluations: readonly KnownEvaluation[];
}

/** A training with what came of it. */
export interface TrainingReport {
  readonly job: TrainingJob;
  readonly kind: ModelKind;
  readonly machineId: string;
  /** Null until it is stored. */
  readonly model: StoredModel | null;
}

export interface DriftReport extends DriftCheck {
  readonly evaluation: Evaluation;
}

const dayMs = 86_400_000;
/** A model that nobody has looked at for longer says nothing of today. */
const alertSpanMs = 90 * dayMs;

/** The performance of the running gateway's models. */
export const modelPerformance = defineService<ModelPerformance>('model performance');

/** Retrains models, and watches how well they still meet what is measured. */
export class ModelPerformance {
  readonly #options: ModelPerformanceOptions;
  readonly #judge: ModelJudge;
  readonly #unsubscribe: () => void;
  #evaluating: Promise<void> = Promise.resolve();

  constructor(options: ModelPerformanceOptions) {
    this.#options = options;
    this.#judge = new ModelJudge(options);
    this.#unsubscribe = options.trainings.subscribe((job) => {
      if (job.state === 'completed') this.#evaluating = this.#evaluating.then(() => this.#evaluateTraining(job));
    });
  }

  /** Starts a training as a job; refused while one of the model waits or runs. */
  retrain(machine: Machine, kind: ModelKind, order: TrainingOrder = {}): JobStart {
    const { baselines, forecasts } = this.#options;
    const method = methodOf(kind);
    return method ? forecasts.startTraining(machine, method, order) : baselines.startTraining(machine, order);
  }

  /** A training of the last day, whoever asked for it. Throws `unknown_training`. */
  async training(id: string): Promise<TrainingReport> {
    const job = this.#options.trainings.job(id);
    if (!job) throw errors.unknown_training({ field: 'job_id', value: id });
    const subject = parseSubject(job.subject);
    const stored = await this.#options.context.store.read(analyticsReads.models, subject);
    return { job, ...subject, model: stored.find((model) => isOf(job, model)) ?? null };
  }

  /** What was found of a model in the last days. Throws `model_not_trained`, `no_data`. */
  async trend(machine: Machine, kind: ModelKind, days: number): Promise<PerformanceTrend> {
    const evaluations = await this.#evaluations(machine.uuid, kind, this.#now() - days * dayMs);
    if (evaluations.length === 0) {
      const isTrained = (await this.#activeKinds(machine)).includes(kind);
      throw isTrained ? errors.no_data({ field: 'days', value: days }) : errors.model_not_trained({ field: kind });
    }
    return { evaluations, ...trendOf(evaluations.map(({ at, rmse }) => ({ at, value: rmse }))) };
  }

  /**
   * Holds the active model against what was measured in a span, and keeps what was found. Throws `model_not_trained`, `no_data`,
   * `no_period`, `bad_value`, `bad_time_range` for a span that has not begun.
   */
  async checkDrift(machine: Machine, kind: ModelKind, { from, until }: TimeSpan): Promise<DriftReport> {
    const past = { from, until: Math.min(until, this.#now()) };
    if (past.until <= from) throw errors.bad_time_range({ field: 'evaluation_start', limit: 'in the past' });
    const { modelId, modelVersion, reference, period, span } = await this.#judge.judge(machine, kind, past);
    const check = checkDrift(reference, period);
    const evaluation = evaluationOfCheck({ modelId, modelVersion, rowCount: period.actual.length, span }, check);
    await this.#keep(machine.uuid, kind, span.until, evaluation);
    return { ...check, evaluation };
  }

  /** Alerts of these machines' models by their newest evaluations. */
  async alerts(machines: readonly Machine[], kinds: readonly ModelKind[]): Promise<readonly PerformanceAlert[]> {
    const from = this.#now() - alertSpanMs;
    const alerts: PerformanceAlert[] = [];
    for (const { uuid } of machines) {
      for (const kind of kinds) alerts.push(...alertsOf(uuid, kind, await this.#evaluations(uuid, kind, from)));
    }
    return alerts;
  }

  /** Checks every active model on the last whole day of its machine; ends early once the signal is given. */
  async checkYesterday(stop?: AbortSignal): Promise<JobOutcome> {
    const { machines } = this.#options.context;
    const failures: string[] = [];
    const reports: DriftReport[] = [];
    let unmeasured = 0;
    for (const machine of machines.all()) {
      const { start, end } = lastWholeDay(machines.timeZoneOf(machine), this.#now());
      for (const kind of await this.#activeKinds(machine)) {
        if (stop?.aborted === true) break;
        try {
          reports.push(await this.checkDrift(machine, kind, { from: start, until: end }));
        } catch (thrown) {
          const { code, message } = asBusbarError(thrown);
          if (code === 'no_data') unmeasured += 1;
          else failures.push(`${machine.name}, ${kind}: ${message}`);
        }
      }
    }
    const drifted = reports.filter(({ isDrift }) => isDrift).length;
    return {
      counts: { models_checked: reports.length, models_drifted: drifted, models_without_data: unmeasured },
      failures,
    };
  }

  /** Resolves when the trainings that have ended are evaluated. */
  settled(): Promise<void> {
    return this.#evaluating;
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#evaluating;
  }

  #now(): number {
    return this.#options.context.clock.now();
  }

  async #activeKinds({ uuid: machineId }: Machine): Promise<readonly ModelKind[]> {
    const { store } = this.#options.context;
    const active = await Promise.all(
      modelKinds.map((kind) => store.read(analyticsReads.activeModel, { machineId, kind })),
    );
    return modelKinds.filter((_, position) => active[position]);
  }

  /** What a training that took over says of itself. */
  async #evaluateTraining(job: TrainingJob): Promise<void> {
    const { store, report } = this.#options.context;
    try {
      const { machineId, kind } = parseSubject(job.subject);
      const active = await store.read(analyticsReads.activeModel, { machineId, kind });
      const evaluation = active && isOf(job, active) ? evaluationOfModel(active) : null;
      if (active && evaluation) await this.#keep(machineId, kind, active.createdAt, evaluation);
    } catch (thrown) {
      report(`The training ${job.subject} was not evaluated: ${textOf(thrown)}`);
    }
  }

  async #evaluations(machineId: string, kind: ModelKind, from: number): Promise<readonly KnownEvaluation[]> {
    const stored = await this.#options.context.store.read(analyticsReads.evaluations, { machineId, kind, from });
    return stored.map(knownEvaluation);
  }

  async #keep(machineId: string, kind: ModelKind, at: number, evaluation: Evaluation): Promise<void> {
    const stored = storedEvaluation(machineId, kind, at, evaluation);
    await this.#options.context.store.write(analyticsWrites.addEvaluation, stored);
  }
}

/** Null for a forecast whose series was too short to be tested. */
function evaluationOfModel({ id, version, kind, document }: StoredModel): Evaluation | null {
  const model = { modelId: id, modelVersion: version };
  if (kind === 'baseline') {
    const { heldOut, from, until } = JSON.parse(document) as BaselineModel;
    return evaluationOfTraining({ ...model, rowCount: heldOut.rowCount, span: { from, until } }, heldOut);
  }
  const { accuracy, window } = JSON.parse(document) as ForecastModel;
  if (!accuracy) return null;
  const until = window.start + window.count * window.intervalMs;
  const span = { from: until - accuracy.origins * dayMs, until };
  const rowCount = (span.until - span.from) / window.intervalMs;
  return evaluationOfTraining({ ...model, rowCount, span }, { rmse: accuracy.rmse, mae: null, rSquared: null });
}

/** Whether a model was stored by a training. */
function isOf({ startedAt, endedAt }: TrainingJob, { createdAt }: StoredModel): boolean {
  return startedAt !== null && createdAt >= startedAt && createdAt <= (endedAt ?? Infinity);
}
