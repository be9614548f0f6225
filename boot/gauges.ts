import type { AlarmService } from '../nodes/alarms/index.ts';
import type { GatewayMetrics } from '../nodes/api/index.ts';
import type { CloudState } from '../nodes/cloud/index.ts';
import type { HistoryService, Store } from '../nodes/history/index.ts';
import type { Clock, Timer } from '../nodes/kernel/index.ts';
import type { GuardedDevice } from '../nodes/safety/index.ts';
import type { Bus, DeviceImage, PointRole } from '../nodes/site/index.ts';

export interface Watched {
  readonly store: Store;
  readonly history: HistoryService;
  readonly alarms: AlarmService;
  readonly cloud: () => CloudState;
}

/** Shows how far the records are behind, what they take and what stands, in `/metrics`. */
export function watchRecords(metrics: GatewayMetrics, { store, history, alarms, cloud }: Watched): void {
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  const ofCloud = (read: (state: CloudState) => number | null) => (): number | null => {
    const state = cloud();
    return state.enabled ? read(state) : null;
  };
  metrics.watch('busbar_store_pending_writes', 'Writes that wait for their commit.', () => store.health().pending);
  metrics.watch('busbar_store_lag_seconds', 'Age of the oldest waiting write, s.', () => seconds(store.health().lagMs));
  metrics.watch('busbar_store_commit_seconds', 'Time from call to durable commit of the newest write, s.', () =>
    seconds(store.health().lastCommitMs),
  );
  metrics.watch('busbar_store_bytes', 'Size of the store.', () => store.health().bytes);
  metrics.watch('busbar_store_wal_bytes', 'Size of the write-ahead log.', () => store.health().walBytes);
  metrics.watch('busbar_history_frames_recorded', 'Frames recorded since the start.', () => history.state().recorded);
  metrics.watch(
    'busbar_history_frames_dropped',
    'Frames lost since the start because the store took too long.',
    () => history.state().dropped,
  );
  metrics.watch('busbar_history_frames_waiting', 'Frames that wait for their commit.', () => history.state().waiting);
  metrics.watch(
    'busbar_history_stale_buckets',
    'Buckets that wait to be counted again.',
    () => history.state().staleBuckets,
  );
  metrics.watch('busbar_alarms_standing', 'Alarms that stand.', () => alarms.counts().standing);
  metrics.watch(
    'busbar_alarms_unacknowledged',
    'Alarms that nobody has acknowledged.',
    () => alarms.counts().unacknowledged,
  );
  metrics.watch(
    'busbar_outbox_messages',
    'Messages that wait for the cloud.',
    ofCloud(({ depth }) => depth),
  );
  metrics.watch(
    'busbar_outbox_bytes',
    'Bytes that wait for the cloud.',
    ofCloud(({ bytes }) => bytes),
  );
  metrics.watch(
    'busbar_outbox_oldest_seconds',
    'Age of the oldest message that waits for the cloud, s.',
    ofCloud(({ oldestAgeMs }) => seconds(oldestAgeMs)),
  );
  metrics.watch(
    'busbar_outbox_dropped',
    'Messages given up since the store was made, because the queue was full or too old.',
    ofCloud(({ dropped }) => Object.values(dropped).reduce((sum, rows) => sum + rows, 0)),
  );
}

export interface WatchedBattery {
  readonly bus: Bus;
  readonly clock: Clock;
  /** Of the first battery; undefined where there is none. */
  readonly device: GuardedDevice | undefined;
  readonly image: DeviceImage | undefined;
}

/** Shows in `/metrics` how long poll cycles take, and charge and power of the first battery as long as they are fresh. */
export function watchBattery(metrics: GatewayMetrics, { bus, clock, device, image }: WatchedBattery): Timer {
  const fresh = (role: PointRole): number | null => {
    const state = image?.ofRole(role);
    const ageMs = clock.monotonic() - (state?.goodAt ?? -Infinity);
    return state && device && ageMs <= device.staleMs ? state.value : null;
  };
  bus.subscribe((frame) => {
    if (frame.origin === 'polled') metrics.recordCycle(frame.durationMs);
  });
  // By time and not by frame: a device that falls silent has no value any more.
  return clock.every(1000, () => {
    metrics.setSocPct(fresh('soc'));
    metrics.setPowerKw(fresh('power'));
  });
}
