import { parseInstant, type Question, zoneClock } from '../../kernel/index.ts';
import type { Machine, Requester } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { askedNumber } from '../asked-number.ts';
import { askedDates, maxDays, spanOfDates } from '../asked-period.ts';
import { type Asked, instantOf } from '../asked.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import { type ArimaOptions, defaultArima } from './cyclic-arima.ts';
import { demandBody, energyBody, modelsBody, peakBody, trainingBody } from './forecast-bodies.ts';
import { type Forecasts, trainedMethods, type TrainedMethod, windowMs } from './forecasts.ts';
import type { ProphetOptions } from './prophet.ts';

/** What an operation is answered from. */
export interface ForecastAsked extends Asked {
  readonly context: AnalyticsContext;
  readonly forecasts: Forecasts;
  readonly requester: Requester;
}

type Answer = (asked: ForecastAsked, machine: Machine) => Promise<object>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestHours = 168;
const usualHours = 24;
const peakDaysAhead = 7;

const answers = {
  models: async ({ forecasts }, machine) => modelsBody(machine, await forecasts.status(machine)),
  train_arima: trainingOf('arima'),
  train_prophet: trainingOf('prophet'),
  train_mstl: trainingOf('mstl'),
  predict: async ({ question, forecasts }, machine) => {
    const method = methodOf(question);
    const hours = hoursOf(question, 'forecast_hours') ?? usualHours;
    return energyBody(machine, method, await forecasts.predict(machine, method, hours));
  },
  demand: async ({ question, forecasts }, machine) => {
    const hours = hoursOf(question, 'hours') ?? hoursOf(question, 'periods') ?? usualHours;
    return demandBody(machine, await forecasts.demand(machine, hours));
  },
  peak: async ({ question, forecasts, context }, machine) => {
    const { date, span } = peakDateOf(question, context, machine);
    return peakBody(machine, date, await forecasts.peak(machine, span));
  },
} as const satisfies Record<string, Answer>;

export type ForecastOperation = keyof typeof answers;
export const forecastOperations = Object.keys(answers) as ForecastOperation[];

/** Body of an operation. Throws `unknown_machine`, `bad_value`, `bad_time_range`, and like `Forecasts`. */
export async function forecastAnswer(operation: ForecastOperation, asked: ForecastAsked): Promise<object> {
  const machine = asked.context.machines.find(asked.question['machine_id'], asked.sites);
  return answers[operation](asked, machine);
}

function trainingOf(method: TrainedMethod): Answer {
  return async ({ question, forecasts, context, requester }, machine) => {
    const span = trainingSpanOf(question, context.clock.now());
    const options = { requester, span, arima: arimaOf(question), prophet: prophetOf(question) };
    return trainingBody(machine, method, await forecasts.train(machine, method, options));
  };
}

/** `lookback_days` up to this hour, or `start_date` to `end_date`, either of which may be left out. */
function trainingSpanOf(question: Question, now: number): TimeSpan {
  const lookbackDays = askedNumber(question, 'lookback_days', { least: 2, most: maxDays, isWhole: true });
  const thisHour = Math.floor(now / hourMs) * hourMs;
  const until = question['end_date'] === undefined ? thisHour : instantOf(question, 'end_date');
  if (lookbackDays !== undefined) return { from: until - lookbackDays * dayMs, until };
  const from = question['start_date'] === undefined ? until - windowMs : instantOf(question, 'start_date');
  if (until <= from) {
    throw errors.bad_time_range({ field: 'end_date', limit: 'after start_date', value: question['end_date'] });
  }
  if (until - from <= maxDays * dayMs) return { from, until };
  const limit = `at most ${maxDays} days after start_date`;
  throw errors.bad_value({ field: 'end_date', limit, value: question['end_date'] ?? 'now' });
}

/** Those that are stated; the usual ones for the rest. */
function arimaOf({ model_params: stated }: Question): ArimaOptions {
  if (stated === undefined) return defaultArima;
  if (typeof stated !== 'object' || stated === null) {
    throw errors.bad_value({ field: 'model_params', limit: 'an object with p, d and q', value: stated });
  }
  const { p, d, q } = { ...defaultArima, ...stated };
  return { p, d, q };
}

function prophetOf({ seasonality_mode: stated = 'multiplicative' }: Question): ProphetOptions {
  if (stated === 'additive' || stated === 'multiplicative') return { seasonalityMode: stated };
  throw errors.bad_value({ field: 'seasonality_mode', limit: 'additive or multiplicative', value: stated });
}

function methodOf({ model_type: stated = 'mstl' }: Question): TrainedMethod {
  const method = trainedMethods.find((each) => each === stated);
  if (method) return method;
  throw errors.bad_value({ field: 'model_type', limit: trainedMethods.join(', '), value: stated });
}

function hoursOf(question: Question, field: string): number | undefined {
  return askedNumber(question, field, { least: 1, most: longestHours, isWhole: true });
}

/** A date of the factory from today to a week ahead. */
function peakDateOf(
  question: Question,
  { machines, clock }: AnalyticsContext,
  machine: Machine,
): { readonly date: string; readonly span: TimeSpan } {
  const dates = askedDates(question, 'date', 'date');
  const date = dates.first;
  const timeZone = machines.timeZoneOf(machine);
  const today = zoneClock(timeZone).at(clock.now()).date;
  const last = new Date((parseInstant(today) ?? NaN) + peakDaysAhead * dayMs).toISOString().slice(0, 10);
  if (date >= today && date <= last) return { date, span: spanOfDates(dates, timeZone) };
  throw errors.bad_value({ field: 'date', limit: `from ${today} to ${last}`, value: date });
}
