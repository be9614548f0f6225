import { randomUUID } from 'node:crypto';
import { defineService } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { analyticsReads, type NewModel, type StoredModel } from '../analytics-store.ts';
import { errors } from '../errors.ts';
import { type Interval, intervalsMs, type TimeSpan } from '../history.ts';
import type { JobStart, ReportProgress, TrainingJobs } from '../jobs/training-jobs.ts';
import { subjectText } from '../jobs/training-subject.ts';
import { keepModel, type TrainingOrder } from '../keep-model.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import type { ArimaOptions } from './cyclic-arima.ts';
import { hasTooManyHoles } from './fill-holes.ts';
import { type FittedForecast, untrainedMstl } from './fitted-forecast.ts';
import type { ForecastModel, ForecastRequest, ForecastTraining, ModelForecast } from './forecast-model.ts';
import { cyclesOf, type ForecastSeries } from './forecast.ts';
import type { LoadForecast } from './load-forecast.ts';
import { type PeakForecast, peakOf } from './peak.ts';
import type { ProphetOptions } from './prophet.ts';
import { readLoad } from './read-load.ts';

export const trainedMethods = ['arima', 'prophet', 'mstl'] as const;
/** A method that contract 003 trains, or the default one. */
export type TrainedMethod = (typeof trainedMethods)[number];

export interface TrainingOptions extends TrainingOrder {
  /** What to learn from, of which the newest eight weeks are taken; the last eight weeks unless given. */
  readonly span?: TimeSpan;
  readonly arima?: ArimaOptions;
  readonly prophet?: ProphetOptions;
}

export interface StoredForecast {
  readonly stored: StoredModel;
  readonly model: ForecastModel;
}

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
/** What a model learns from: older weeks add little to daily and weekly cycles, and a fit takes longer with each. */
export const windowMs = 8 * weekMs;
/** A forecast beyond data that are older repeats cycles that nobody has seen go on. */
const longestSilenceMs = weekMs;

const module = new URL('./forecast-model', import.meta.url);

/** The forecasts of the running gateway. */
export const forecasts = defineService<Forecasts>('forecasts');

/** Trains forecasters of the machines' hourly energy, keeps them, and forecasts energy and demand with them. */
export class Forecasts {
  readonly #context: AnalyticsContext;
  readonly #jobs: TrainingJobs;

  constructor(context: AnalyticsContext, jobs: TrainingJobs) {
    this.#context = context;
    this.#jobs = jobs;
  }

  /** The newest trained model of each method, null where none was trained. */
  async status({ uuid }: Machine): Promise<Readonly<Record<TrainedMethod, StoredForecast | null>>> {
    const [arima, prophet, mstl] = await Promise.all(trainedMethods.map(async (method) => this.#active(uuid, method)));
    return { arima: arima ?? null, prophet: prophet ?? null, mstl: mstl ?? null };
  }

  /** Trains and stores a model. Throws `training_in_progress`, `no_data`, `no_period`, `bad_value`. */
  train(machine: Machine, method: TrainedMethod, options: TrainingOptions = {}): Promise<StoredForecast> {
    return this.#jobs.train(subjectOf(machine, method), (report) => this.#train(machine, method, options, report));
  }

  /** Trains as a job that nobody waits for; refused while the machine's method is being trained. */
  startTraining(machine: Machine, method: TrainedMethod, options: TrainingOptions = {}): JobStart {
    return this.#jobs.start(subjectOf(machine, method), (report) => this.#train(machine, method, options, report));
  }

  /**
   * Energy of the hours after the present one, from the newest data. MSTL keeps no coefficients and forecasts untrained too.
   * Throws `model_not_trained`, `no_data`, `no_period`, `bad_value`.
   */
  async predict(machine: Machine, method: TrainedMethod, hours: number): Promise<LoadForecast> {
    const active = await this.#active(machine.uuid, method);
    if (!active && method !== 'mstl') throw errors.model_not_trained({ field: method, value: machine.name });
    const series = await this.#newest(machine, '1hour');
    const start = floorTo(this.#now(), hourMs) + hourMs;
    return this.#forecast(active?.model ?? untrainedMstl, series, { from: start, until: start + hours * hourMs });
  }

  /**
   * Energy of the quarters of an hour after the present one, or of hours where the history has no quarters. Throws `no_data`,
   * `no_period`, `bad_value`.
   */
  async demand(machine: Machine, hours: number): Promise<LoadForecast> {
    const series = await this.#finest(machine);
    const start = floorTo(this.#now(), series.intervalMs) + series.intervalMs;
    return this.#forecast(untrainedMstl, series, { from: start, until: start + hours * hourMs });
  }

  /** The highest demand of a span that has not ended, from the present interval on. Throws like `demand`. */
  async peak(machine: Machine, { from, until }: TimeSpan): Promise<PeakForecast> {
    const series = await this.#finest(machine);
    const start = Math.max(from, floorTo(this.#now(), series.intervalMs));
    return peakOf(await this.#forecast(untrainedMstl, series, { from: start, until }));
  }

  #now(): number {
    return this.#context.clock.now();
  }

  async #active(machineId: string, method: TrainedMethod): Promise<StoredForecast | null> {
    const found = await this.#context.store.read(analyticsReads.activeModel, { machineId, kind: kindOf(method) });
    if (!found) return null;
    return { stored: found, model: JSON.parse(found.document) as ForecastModel };
  }

  async #train(
    machine: Machine,
    method: TrainedMethod,
    { span, arima, prophet, ...order }: TrainingOptions,
    report: ReportProgress,
  ): Promise<StoredForecast> {
    const { compute, clock } = this.#context;
    const thisHour = floorTo(this.#now(), hourMs);
    const until = Math.min(span?.until ?? thisHour, thisHour);
    const from = Math.max(span?.from ?? -Infinity, until - windowMs);
    const series = await this.#load(machine, '1hour', { from, until });
    report(0.1);
    const argument: ForecastTraining = { method, series, ...(arima && { arima }), ...(prophet && { prophet }) };
    const model = (await compute.run({ module, function: 'trainForecast', argument })) as ForecastModel;
    report(0.9);
    const added: NewModel = {
      id: randomUUID(),
      machineId: machine.uuid,
      kind: kindOf(method),
      createdAt: clock.now(),
      isActive: true,
      reason: reasonOf(model),
      document: JSON.stringify(model),
    };
    return { stored: await keepModel(this.#context, machine, added, order), model };
  }

  /** The energy of complete quarters of an hour, else of hours. */
  async #finest(machine: Machine): Promise<ForecastSeries> {
    const quarters = await this.#newest(machine, '15min');
    const { day } = cyclesOf(quarters.intervalMs);
    const isEnough = quarters.values.length >= 2 * day && !hasTooManyHoles(quarters.values);
    return isEnough ? quarters : this.#newest(machine, '1hour');
  }

  /** Throws `no_data` where nothing was measured of late. */
  async #newest(machine: Machine, interval: Interval): Promise<ForecastSeries> {
    const until = floorTo(this.#now(), intervalsMs[interval]);
    const series = await this.#load(machine, interval, { from: until - windowMs, until });
    if (until - endOf(series) > longestSilenceMs) throw errors.no_data({ field: 'energy' });
    return series;
  }

  #load(machine: Machine, interval: Interval, span: TimeSpan): Promise<ForecastSeries> {
    const { history, machines } = this.#context;
    return readLoad(history, machineSensorsOf(machines.directory, machine), interval, span);
  }

  async #forecast(model: FittedForecast, series: ForecastSeries, { from, until }: TimeSpan): Promise<LoadForecast> {
    const { intervalMs } = series;
    const first = Math.round((from - endOf(series)) / intervalMs);
    const horizon = Math.ceil((until - endOf(series)) / intervalMs);
    const argument: ForecastRequest = { model, series, horizon };
    const forecast = (await this.#context.compute.run({
      module,
      function: 'predictForecast',
      argument,
    })) as ModelForecast;
    const asked = (values: Float64Array): Float64Array => values.subarray(first);
    const { mean, lower, upper } = forecast;
    return { ...forecast, start: from, intervalMs, mean: asked(mean), lower: asked(lower), upper: asked(upper) };
  }
}

function subjectOf({ uuid: machineId }: Machine, method: TrainedMethod): string {
  return subjectText({ kind: kindOf(method), machineId });
}

function kindOf(method: TrainedMethod): StoredModel['kind'] {
  return `forecast_${method}`;
}

function reasonOf({ accuracy, naiveAccuracy, fallbackReason }: ForecastModel): string {
  const errorOf = (wapePct: number | null | undefined): string => `${(wapePct ?? NaN).toFixed(2)} %`;
  const compared = accuracy
    ? `errs by ${errorOf(accuracy.wapePct)} of the energy, the week before by ${errorOf(naiveAccuracy?.wapePct)}`
    : 'too short to be tested';
  return fallbackReason === null ? compared : `${compared}; ${fallbackReason}`;
}

function endOf({ start, intervalMs, values }: ForecastSeries): number {
  return start + values.length * intervalMs;
}

function floorTo(epochMs: number, stepMs: number): number {
  return Math.floor(epochMs / stepMs) * stepMs;
}
