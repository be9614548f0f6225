import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { Body } from '../answer-body.ts';
import { rounded } from '../rounded.ts';
import { at, sumOf } from '../statistics/column.ts';
import type { FittedForecast } from './fitted-forecast.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { StoredForecast, TrainedMethod } from './forecasts.ts';
import { demandsOf, type ExpectedDemand, type LoadForecast } from './load-forecast.ts';
import type { PeakForecast } from './peak.ts';
import type { Accuracy } from './rolling-origin.ts';

const minuteMs = 60_000;

/** Body of `GET /api/v1/forecast/models/{machine_id}` (contract 003), with what was trained. */
export function modelsBody({ uuid }: Machine, status: Readonly<Record<TrainedMethod, StoredForecast | null>>): Body {
  const bodies = Object.entries(status).map(([method, trained]) => [method, statusOf(uuid, method, trained)]);
  return { machine_id: uuid, ...(Object.fromEntries(bodies) as Body) };
}

function statusOf(uuid: string, method: string, trained: StoredForecast | null): Body {
  if (!trained) return { trained: false, path: null, last_modified: null };
  const { stored, model } = trained;
  const last_modified = isoWithOffset(stored.createdAt);
  return { trained: true, path: pathOf(uuid, method), last_modified, ...detailsOf(trained), metrics: metricsOf(model) };
}

/** Body of `POST /api/v1/forecast/train/…`. */
export function trainingBody({ uuid }: Machine, method: TrainedMethod, trained: StoredForecast): Body {
  return {
    success: true,
    model_type: method,
    machine_id: uuid,
    model_path: pathOf(uuid, method),
    metrics: metricsOf(trained.model),
    ...detailsOf(trained),
  };
}

/** Where the model is shown: a part of the answer about all models of the machine. */
function pathOf(uuid: string, method: string): string {
  return `/api/v1/forecast/models/${uuid}#/${method}`;
}

function detailsOf({ stored: { id, version }, model }: StoredForecast): Body {
  const { start, intervalMs, count } = model.window;
  return {
    model_id: id,
    version,
    ...methodOf(model),
    model_params: parametersOf(model),
    training_samples: count,
    training_start: isoWithOffset(start),
    training_end: isoWithOffset(start + count * intervalMs),
    filled_samples: model.filledCount,
  };
}

function methodOf({ methodUsed, fallbackReason }: Pick<FittedForecast, 'methodUsed' | 'fallbackReason'>): Body {
  return { model_type_used: methodUsed, fallback_reason: fallbackReason };
}

function parametersOf({ arima, prophet }: ForecastModel): Body | null {
  if (arima) {
    const { p, d, q, seasonalP, seasonalD, seasonalQ, period } = arima.order;
    return { p, d, q, seasonal: { p: seasonalP, d: seasonalD, q: seasonalQ, period_hours: period } };
  }
  return prophet && { seasonality_mode: prophet.seasonalityMode };
}

/** Where hours without load would make the mean percentage error endless, `mape` is the weighted one, and says so. */
function metricsOf({ accuracy, naiveAccuracy }: ForecastModel): Body {
  if (!accuracy) return { mape: null, rmse: null, reason: 'The training span is too short to leave days for a test' };
  return {
    ...accuracyOf(accuracy),
    mape_is: accuracy.mapePct === null ? 'sum of errors / sum of energy' : 'mean of error / energy',
    tested_days: accuracy.origins,
    coverage: rounded(accuracy.coverage),
    seasonal_naive: naiveAccuracy && accuracyOf(naiveAccuracy),
  };
}

function accuracyOf({ mapePct, wapePct, rmse }: Accuracy): Body {
  return { mape: rounded(mapePct ?? wapePct), wape: rounded(wapePct), rmse: rounded(rmse) };
}

/** Body of `POST /api/v1/forecast/predict`. */
export function energyBody({ uuid, name }: Machine, method: TrainedMethod, forecast: LoadForecast): Body {
  const { start, intervalMs, mean, lower, upper, level } = forecast;
  return {
    machine_id: uuid,
    machine_name: name,
    model_type: method,
    ...methodOf(forecast),
    ...spanOf(forecast),
    predictions: Array.from(mean, (energy, step) => ({
      timestamp: isoWithOffset(start + step * intervalMs),
      predicted_energy: rounded(energy),
      lower_bound: rounded(at(lower, step)),
      upper_bound: rounded(at(upper, step)),
      confidence: level,
    })),
    total_predicted_energy: rounded(sumOf(mean)),
  };
}

/** Body of `GET /api/v1/forecast/demand`. */
export function demandBody({ uuid, name }: Machine, forecast: LoadForecast): Body {
  return {
    machine_id: uuid,
    machine_name: name,
    ...methodOf(forecast),
    ...spanOf(forecast),
    interval_minutes: forecast.intervalMs / minuteMs,
    unit: 'kW',
    predictions: demandsOf(forecast).map((demand) => {
      const { value, ...rest } = expectedBody(demand, forecast);
      return { ...rest, predicted_power: value };
    }),
  };
}

/** Body of `GET /api/v1/forecast/peak`. */
export function peakBody({ uuid, name }: Machine, date: string, { peak, topHours, forecast }: PeakForecast): Body {
  return {
    machine_id: uuid,
    machine_name: name,
    date,
    ...methodOf(forecast),
    forecast_start: isoWithOffset(forecast.start),
    interval_minutes: forecast.intervalMs / minuteMs,
    predicted_peak: { unit: 'kW', ...expectedBody(peak, forecast) },
    top_hours: topHours.map((demand) => expectedBody(demand, forecast)),
  };
}

/** From the interval that is under way to the last that is forecast. */
function spanOf({ start, intervalMs, mean }: LoadForecast): Body {
  return {
    forecast_start: isoWithOffset(start - intervalMs),
    forecast_end: isoWithOffset(start + (mean.length - 1) * intervalMs),
  };
}

function expectedBody({ at: start, kw, lowerKw, upperKw }: ExpectedDemand, { level }: LoadForecast) {
  return {
    timestamp: isoWithOffset(start),
    value: rounded(kw),
    lower_bound: rounded(lowerKw),
    upper_bound: rounded(upperKw),
    confidence: level,
  };
}
