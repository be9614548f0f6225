import { randomUUID } from 'node:crypto';
import { step } from '../../history/index.ts';
import { defineService, zoneClock } from '../../kernel/index.ts';
import { auditEntry, type Machine, type Requester } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads, analyticsWrites, type NewModel } from '../analytics-store.ts';
import { type Deviations, deviationsOf } from '../anomaly/deviations.ts';
import { longestRun } from '../anomaly/judge-rows.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import type { JobStart, ReportProgress, TrainingJobs } from '../jobs/training-jobs.ts';
import { type BaselineModel, type Expectation, expect } from './baseline-model.ts';
import { pointNameOf } from './driver-names.ts';
import { driversOf } from './form.ts';
import { type Observations, pickRows } from './observations.ts';
import { qualityOf } from './quality-gate.ts';
import { baselineOf, type StoredBaseline } from './stored-baseline.ts';
import type { BaselineTraining } from './train.ts';
import { hourMs, readHours, readTraining } from './training-rows.ts';

export interface TrainingRequest {
  /** Hours that start within it; the last ninety days when left out. */
  readonly span?: TimeSpan | undefined;
  /** Names of the machine's points, or of contract 003; weather and production when left out. */
  readonly drivers?: readonly string[] | undefined;
  /** Who wants it, for the event log. */
  readonly requester?: Requester;
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
const itself: Requester = { keyId: null, source: 'analytics', via: 'gateway' };

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
  async train(machine: Machine, request: TrainingRequest = {}): Promise<StoredBaseline> {
    const { promise, resolve, reject } = Promise.withResolvers<StoredBaseline>();
    const start = this.startTraining(machine, request, (trained) => void trained.then(resolve, reject));
    if (!start.isTriggered) throw errors.training_in_progress({ field: 'machine_id', value: machine.uuid });
    const [trained] = await Promise.all([promise, start.ended]);
    return trained;
  }

  /** Begins a training, unless one of the machine is under way; hands over its outcome when it runs. */
  startTraining(
    machine: Machine,
    request: TrainingRequest = {},
    onRun: (trained: Promise<StoredBaseline>) => void = () => undefined,
  ): JobStart {
    return this.#jobs.start(`${kind}:${machine.uuid}`, async (report) => {
      const trained = this.#train(machine, request, report);
      onRun(trained);
      await trained;
    });
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
    const { drivers, requester = itself } = request;
    const now = clock.now();
    const span = request.span ?? { from: now - defaultTrainingMs, until: now };
    const ended = { from: span.from, until: this.#endedUntil(span) };
    const argument: BaselineTraining = await readTraining(this.#context, machine, { drivers, span: ended });
    report(0.3);
    const model = (await compute.run({ module: trainer, function: 'trainBaseline', argument })) as BaselineModel;
    report(0.9);
    return this.#store(machine, model, requester);
  }

  async #store(machine: Machine, model: BaselineModel, requester: Requester): Promise<StoredBaseline> {
    const { log, clock, site } = this.#context;
    const { passes, reason } = qualityOf(model);
    const added: NewModel = {
      id: randomUUID(),
      machineId: machine.uuid,
      kind,
      createdAt: clock.now(),
      isActive: passes,
      reason,
      document: JSON.stringify(model),
    };
    const entry = auditEntry({
      kind: 'model_trained',
      siteId: site.model.gateway.siteId,
      deviceId: machine.device,
      requester,
      verdict: passes ? 'activated' : 'not activated',
      reason,
      details: { model: kind, model_id: added.id, machine_id: machine.uuid, machine: machine.name },
    });
    const { results } = await log.append(entry, { with: [step(analyticsWrites.addModel, added)] });
    return baselineOf({ ...added, version: results[0] });
  }

  /** Hours up to here have ended and are stored. */
  #endedUntil({ until }: TimeSpan): number {
    const lastEnd = Math.floor((this.#context.clock.now() - settlingMs) / hourMs) * hourMs;
    return Math.min(until, lastEnd);
  }
}
