export { CloudSink, cloudSink, type CloudSinkOptions, type CloudState, type OwnEvent } from './cloud-sink.ts';
export { activeSites } from './fleet.ts';
export type { BatchRecord } from './outbox.ts';
export { cloudVariables } from './variables.ts';

/** The store module with the queue to the cloud, for `Store.open`. */
export const outboxStoreModule = new URL('./outbox-store', import.meta.url);
