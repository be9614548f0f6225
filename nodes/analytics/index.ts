export { type AnalyticsOptions, startAnalytics } from './start-analytics.ts';

/** The store module with models, anomalies and evaluations, for `Store.open`. */
export const analyticsStoreModule = new URL('./analytics-store', import.meta.url);
