import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import type { ModelKind } from '../analytics-store.ts';
import type { Baselines } from '../baseline/baselines.ts';
import { errors } from '../errors.ts';
import type { ForecastSeries } from '../forecast/forecast.ts';
import type { Forecasts, StoredForecast, TrainedMethod } from '../forecast/forecasts.ts';
import { readLoad } from '../forecast/read-load.ts';
import { intervalsMs, type TimeSpan } from '../history.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import { baselineReference, type DriftPeriod, type DriftReference, periodReference } from './check-drift.ts';
import type { DayAheadErrors, DayAheadQuestion } from './forecast-errors.ts';
import { methodOf } from './model-type.ts';

/** A model and what came of a span that it is judged by. */
export interface JudgedPeriod {
  readonly modelId: string;
  readonly modelVersion: number;
  readonly reference: DriftReference;
  readonly period: DriftPeriod;
  /** What was judged of the span asked for. */
  readonly span: TimeSpan;
}

export interface ModelJudgeOptions {
  readonly context: Pick<AnalyticsContext, 'history' | 'machines' | 'compute'>;
  readonly baselines: Pick<Baselines, 'deviation'>;
  readonly forecasts: Pick<Forecasts, 'status'>;
}

const hourMs = intervalsMs['1hour'];
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** Days that forecasts are judged on, and as many of the training to compare with: each is a fit, and Prophet's take long. */
const judgedDays: Readonly<Record<TrainedMethod, number>> = { arima: 7, prophet: 3, mstl: 7 };
/** What a forecast needs before it to find its weekly cycle. */
const leastKnownMs = 2 * weekMs;
const usualKnownMs = 8 * weekMs;

const dayAhead = new URL('./forecast-errors', import.meta.url);

/** Holds the active models of machines against what was measured. */
export class ModelJudge {
  readonly #options: ModelJudgeOptions;

  constructor(options: ModelJudgeOptions) {
    this.#options = options;
  }

  /** Throws `model_not_trained`, `no_data`, `no_period`, `bad_value`. */
  async judge(machine: Machine, kind: ModelKind, span: TimeSpan): Promise<JudgedPeriod> {
    const judged = await this.#judge(machine, kind, span);
    if (judged.period.actual.length === 0) throw errors.no_data({ field: 'energy' });
    return judged;
  }

  #judge(machine: Machine, kind: ModelKind, span: TimeSpan): Promise<JudgedPeriod> {
    const method = methodOf(kind);
    return method ? this.#judgeForecast(machine, method, span) : this.#judgeBaseline(machine, span);
  }

  async #judgeBaseline(machine: Machine, span: TimeSpan): Promise<JudgedPeriod> {
    const { baseline, observations, deviations } = await this.#options.baselines.deviation(machine, span);
    const residuals = deviations.actual.map((kwh, row) => kwh - (deviations.expected[row] ?? NaN));
    const isKnown = (_: number, row: number): boolean => Number.isFinite(residuals[row]);
    const drivers = Object.entries(observations.drivers).map(([name, values]) => [name, values.filter(isKnown)]);
    return {
      modelId: baseline.id,
      modelVersion: baseline.version,
      reference: baselineReference(baseline.model),
      period: {
        actual: deviations.actual.filter(isKnown),
        residuals: residuals.filter(isKnown),
        drivers: Object.fromEntries(drivers) as DriftPeriod['drivers'],
      },
      span,
    };
  }

  /** By the days that it would have forecast, and the last days of its training forecast alike. */
  async #judgeForecast(machine: Machine, method: TrainedMethod, span: TimeSpan): Promise<JudgedPeriod> {
    const found = (await this.#options.forecasts.status(machine))[method];
    if (!found) throw errors.model_not_trained({ field: method, value: machine.name });
    const { stored, model } = found;
    const mostMs = judgedDays[method] * dayMs;
    const judged = { from: Math.max(wholeHour(span.from), wholeHour(span.until) - mostMs), until: span.until };
    return {
      modelId: stored.id,
      modelVersion: stored.version,
      reference: periodReference(await this.#dayAhead(machine, model, lastOfTraining(model, mostMs))),
      period: { ...(await this.#dayAhead(machine, model, judged)), drivers: {} },
      span: judged,
    };
  }

  async #dayAhead(
    machine: Machine,
    model: StoredForecast['model'],
    { from, until }: TimeSpan,
  ): Promise<DayAheadErrors> {
    const series = await this.#load(machine, { from: from - usualKnownMs, until });
    const argument: DayAheadQuestion = { model, series, from: Math.max(from, series.start + leastKnownMs) };
    const { compute } = this.#options.context;
    return (await compute.run({ module: dayAhead, function: 'dayAheadErrors', argument })) as DayAheadErrors;
  }

  #load(machine: Machine, span: TimeSpan): Promise<ForecastSeries> {
    const { history, machines } = this.#options.context;
    return readLoad(history, machineSensorsOf(machines.directory, machine), '1hour', span);
  }
}

function lastOfTraining({ window }: StoredForecast['model'], mostMs: number): TimeSpan {
  const { start, intervalMs, count } = window;
  const until = start + count * intervalMs;
  const from = Math.max(until - mostMs, start + leastKnownMs);
  if (from < until) return { from, until };
  throw errors.no_period({ limit: `more than two weeks, ${leastKnownMs / intervalMs}`, value: count });
}

function wholeHour(epochMs: number): number {
  return Math.floor(epochMs / hourMs) * hourMs;
}
