export { Connection, type Row } from './connection.ts';
export { FrameRecorder, type FrameRecorderOptions, type FrameRecorderState, frameVariables } from './frame-recorder.ts';
export { framesAt } from './frame-store.ts';
export { openReader } from './open-database.ts';
export { step, Store, type StoreHealth, type StoreOptions, storeService } from './store.ts';
export { defineStoreModule } from './store-module.ts';
export { storeVariables } from './store-variables.ts';

/** The store module with the raw frames, for `Store.open`. */
export const frameStoreModule = new URL('./frame-store', import.meta.url);
