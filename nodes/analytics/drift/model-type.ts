import type { ModelKind } from '../analytics-store.ts';
import { type TrainedMethod, trainedMethods } from '../forecast/forecasts.ts';

/** Model types of contract 003, and the default forecast. The limits of the anomalies are residuals of the baseline. */
export const modelTypes = ['baseline', 'anomaly', 'forecast_arima', 'forecast_prophet', 'forecast_mstl'] as const;
export type ModelType = (typeof modelTypes)[number];

export const modelKinds: readonly ModelKind[] = ['baseline', 'forecast_arima', 'forecast_prophet', 'forecast_mstl'];

/** The model that stands for the type: that of the anomalies is the baseline. */
export function kindOf(type: ModelType): ModelKind {
  return type === 'anomaly' ? 'baseline' : type;
}

/** The forecasting method of a model; undefined for the baseline. */
export function methodOf(kind: ModelKind): TrainedMethod | undefined {
  return trainedMethods.find((method) => kind === `forecast_${method}`);
}
