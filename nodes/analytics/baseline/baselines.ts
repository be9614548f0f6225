import { randomUUID } from 'node:crypto';
import { defineService, zoneClock } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads } from '../analytics-store.ts';
import { type Deviations, deviationsOf } from '../anomaly/deviations.ts';
import { longestRun } from '../anomaly/judge-rows.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import type { JobStart, ReportProgress, TrainingJobs } from '../jobs/training-jobs.ts';
import { subjectText } from '../jobs/training-subject.ts';
import { keepModel, type TrainingOrder } from '../keep-model.ts';
import { type BaselineModel, type Expectation, expect } from './baseline-model.ts';
import { pointNameOf } from './driver-names.ts';
import { driversOf } from './form.ts';
import { type Observations, pickRows } from './observations.ts';
import { qualityOf } from './quality-gate.ts';
import { baselineOf, type StoredBaseline } from './stored-baseline.ts';
import type { BaselineTraining } from './train.ts';
import { hourMs, readHours, readTraining } from './training-rows.ts';

export interface TrainingRequest extends TrainingOrder {
  /** Hours that start within it; the last ninety days when left out. */
  readonly span?: TimeSpan | undefined;
  /** Names of the machine's points, or of contract 003; weather and production when left out. */
  readonly drivers?: readonly string[] | undefined;
}

export interface BaselinePrediction extends Expectation {
  readonly baseline: StoredBaseline;
  /** Hour that it is for, epoch milliseconds. */
  readonly at: number;
}

/** Hours of a machine beside its active baseline, row by row: what was measured, what was expected, and the verdict. */
export interface JudgedHours {
  readonly baseline: StoredBaseline;
  readonly observations: Observations;
  readonly deviations: Deviations;
}

type Context = Pick<AnalyticsContext, 'history' | 'store' | 'machines' | 'log' | 'compute' | 'clock' | 'site'>;

const kind = 'baseline';
const dayMs = 24 * hourMs;
const defaultTrainingMs = 90 * dayMs;
/** An hour that has just ended is stored some seconds later. */
const settlingMs = 60_000;
const trainer = new URL('./train', import.meta.url);

/** The baselines of the running gateway. */
export const baselines = defineService<Baselines>('baselines');

/** Trains the baselines of the machines, keeps every version, and says what the active ones expect. */
export class Baselines {
  readonly #context: Context;
  readonly #jobs: TrainingJobs;

  constructor(context: Context, jobs: TrainingJobs) {
    this.#context = context;
    this.#jobs = jobs;
  }

  /**
   * Trains, stores and, where the quality suffices, activates a baseline. Throws `training_in_progress`, `no_data`,
   * `unknown_driver`, and what `trainBaseline` throws.
   */
  train(machine: Machine, request: TrainingRequest = {}): Promise<StoredBaseline> {
    return this.#jobs.train(subjectOf(machine), (report) => this.#train(machine, request, report));
  }

  /** Trains as a job that nobody waits for; refused while a baseline of the machine is being trained. */
  startTraining(machine: Machine, request: TrainingRequest = {}): JobStart {
    return this.#jobs.start(subjectOf(machine), (report) => this.#train(machine, request, report));
  }

  /** Newest first. */
  async models({ uuid }: Machine): Promise<readonly StoredBaseline[]> {
    const stored = await this.#context.store.read(analyticsReads.models, { machineId: uuid, kind });
    return stored.map(baselineOf);
  }

  /** Throws `unknown_model`. */
  async model(id: string): Promise<StoredBaseline> {
    const stored = await this.#context.store.read(analyticsReads.model, id);
    if (stored?.kind !== kind) throw errors.unknown_model({ field: 'model_id', value: id });
    return baselineOf(stored);
  }

  async findActive({ uuid }: Machine): Promise<StoredBaseline | undefined> {
    const stored = await this.#context.store.read(analyticsReads.activeModel, { machineId: uuid, kind });
    return stored ? baselineOf(stored) : undefined;
  }

  /** Throws `model_not_trained`. */
  async active(machine: Machine): Promise<StoredBaseline> {
    const found = await this.findActive(machine);
    if (!found) throw errors.model_not_trained({ field: 'machine_id', value: machine.uuid });
    return found;
  }

  /**
   * What an hour should use, whose drivers have these values by any of their names. Throws `model_not_trained`,
   * `missing_driver`, `bad_value`.
   */
  async predict(
    machine: Machine,
    inputs: Readonly<Record<string, number>>,
    at = this.#context.clock.now(),
  ): Promise<BaselinePrediction> {
    const baseline = await this.active(machine);
    const { model } = baseline;
    const drivers = driversOf(model.form);
    const stated = new Map(Object.entries(inputs).map(([name, value]) => [pointNameOf(name), value]));
    const values = drivers.flatMap((name) => {
      const value = stated.get(pointNameOf(name));
      return value === undefined ? [] : [[name, value] as const];
    });
    const expectation = expect(model, Object.fromEntries(values), zoneClock(model.timeZone).hourOfWeek(at));
    const known = new Set(drivers.map(pointNameOf));
    const ignored = Object.keys(inputs).filter((name) => !known.has(pointNameOf(name)));
    const warnings = [...expectation.warnings, ...ignored.map((name) => `${name} is no driver of the model`)];
    return { ...expectation, warnings, baseline, at };
  }

  /** The ended hours that start within a span. Throws `model_not_trained`, `no_data`. */
  async deviation(machine: Machine, span: TimeSpan): Promise<JudgedHours> {
    const judged = await this.judge(machine, span);
    if (!judged) throw errors.model_not_trained({ field: 'machine_id', value: machine.uuid });
    if (!judged.deviations.actual.some(Number.isFinite)) throw errors.no_data({ field: 'energy' });
    return judged;
  }

  /** The ended hours that start within a span, against the active baseline; undefined without one. */
  async judge(machine: Machine, span: TimeSpan): Promise<JudgedHours | undefined> {
    const baseline = await this.findActive(machine);
    if (!baseline) return undefined;
    const { model } = baseline;
    // The verdict on an hour rests on those before it.
    const from = span.from - (longestRun - 1) * hourMs;
    const read = { drivers: driversOf(model.form), span: { from, until: this.#endedUntil(span) } };
    const observations = await readHours(this.#context, machine, read);
    const deviations = deviationsOf(model, observations);
    const rows = [...observations.start.keys()].filter((row) => (observations.start[row] ?? NaN) >= span.from);
    const [first = observations.start.length] = rows;
    return {
      baseline,
      observations: pickRows(observations, rows),
      deviations: {
        ...deviations,
        start: deviations.start.subarray(first),
        actual: deviations.actual.subarray(first),
        expected: deviations.expected.subarray(first),
        verdicts: deviations.verdicts.slice(first),
      },
    };
  }

  /** Starts of the hours of a span that are out of the ordinary; none without an active baseline. */
  async anomalousHours(machine: Machine, span: TimeSpan): Promise<ReadonlySet<number>> {
    const judged = await this.judge(machine, span);
    const { start = [], verdicts = [] } = judged?.deviations ?? {};
    return new Set([...start].filter((_, row) => verdicts[row]));
  }

  async #train(machine: Machine, request: TrainingRequest, report: ReportProgress): Promise<StoredBaseline> {
    const { compute, clock } = this.#context;
    const now = clock.now();
    const span = request.span ?? { from: now - defaultTrainingMs, until: now };
    const ended = { from: span.from, until: this.#endedUntil(span) };
    const argument: BaselineTraining = await readTraining(this.#context, machine, {
      drivers: request.drivers,
      span: ended,
    });
    report(0.3);
    const model = (await compute.run({ module: trainer, function: 'trainBaseline', argument })) as BaselineModel;
    report(0.9);
    return this.#keep(machine, model, request);
  }

  async #keep(machine: Machine, model: BaselineModel, order: TrainingOrder): Promise<StoredBaseline> {
    const { passes, reason } = qualityOf(model);
    const added = {
      id: randomUUID(),
      machineId: machine.uuid,
      kind,
      createdAt: this.#context.clock.now(),
      isActive: passes,
      reason,
      document: JSON.stringify(model),
    } as const;
    return baselineOf(await keepModel(this.#context, machine, added, order));
  }

  /** Hours up to here have ended and are stored. */
  #endedUntil({ until }: TimeSpan): number {
    const lastEnd = Math.floor((this.#context.clock.now() - settlingMs) / hourMs) * hourMs;
    return Math.min(until, lastEnd);
  }
}

function subjectOf({ uuid: machineId }: Machine): string {
  return subjectText({ kind, machineId });
}
