import type { ModelKind } from '../analytics-store.ts';

/** Model types of contract 003, and the default forecast. The limits of the anomalies are residuals of the baseline. */
export const modelTypes = ['baseline', 'anomaly', 'forecast_arima', 'forecast_prophet', 'forecast_mstl'] as const;
export type ModelType = (typeof modelTypes)[number];

export const modelKinds = ['baseline', 'forecast_arima', 'forecast_prophet', 'forecast_mstl'] as const satisfies readonly ModelKind[]; // prettier-ignore

/** The model that stands for the type: that of the anomalies is the baseline. */
export function kindOf(type: ModelType): ModelKind {
  return type === 'anomaly' ? 'baseline' : type;
}
