export type { Connection, Row } from './connection.ts';
export type { Ddl } from './ddl.ts';
export { FrameRecorder, type FrameRecorderOptions, type FrameRecorderState, frameVariables } from './frame-recorder.ts';
export { framesAt } from './frame-store.ts';
export type { Buckets } from './bucket.ts';
export { type HistoryOptions, historyService, HistoryService, type HistoryState } from './history-service.ts';
export type { TierStats } from './history-stats.ts';
export type { ImportedBuckets } from './import-history.ts';
export type { LatestReading } from './latest-readings.ts';
export type { Series, SeriesQuestion } from './series.ts';
export type { ManySeriesJson, ManySeriesQuestion, SeriesJson, SeriesJsonQuestion } from './series-json.ts';
export type { Tier } from './tier.ts';
export { type TimeRange, timeRangeOf } from './time-range.ts';
export { RecentlyUsed } from './recently-used.ts';
export { spellingOf } from './spelling.ts';
export { backupStore, restoreStore } from './store-backup.ts';
export { openReaderConnection } from './store-engine.ts';
export { step, Store, type StoreHealth, type StoreOptions, storeService } from './store.ts';
export { defineStoreModule } from './store-module.ts';
export { storePlace } from './store-place.ts';
export { storeVariables } from './store-variables.ts';

/** The store module with the raw frames, for `Store.open`. */
export const frameStoreModule = new URL('./frame-store', import.meta.url);

/** The store module with the tiers and chunks; needs the one with the frames. */
export const historyStoreModule = new URL('./history-store', import.meta.url);
