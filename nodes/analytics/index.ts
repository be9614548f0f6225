export { type AnalyticsFacts, currentAnalyticsFacts } from './system-facts.ts';
export { type AnalyticsOptions, startAnalytics } from './start-analytics.ts';

/** The store module with models, anomalies and evaluations, for `Store.open`. */
export const analyticsStoreModule = new URL('./analytics-store', import.meta.url);

/** The store module with the runs of the scheduled jobs and the daily key figures, for `Store.open`. */
export const analyticsJobStoreModule = new URL('./jobs/job-store', import.meta.url);
