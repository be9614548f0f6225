import type { GatewayMetrics } from '../nodes/api/index.ts';
import {
  activeSites,
  CloudSink,
  cloudSink,
  type CloudState,
  type cloudVariables,
  type OwnEvent,
} from '../nodes/cloud/index.ts';
import { HistoryService, historyService, type Store } from '../nodes/history/index.ts';
import { type Clock, isoWithOffset, type ValuesOf } from '../nodes/kernel/index.ts';
import type { Bus, SiteModel } from '../nodes/site/index.ts';

export interface TelemetryOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly site: SiteModel;
  readonly version: string;
  readonly metrics: GatewayMetrics;
  readonly cloud: ValuesOf<typeof cloudVariables>;
  readonly rawMaxAgeH: number;
  readonly rawMaxMb: number;
  readonly log: (text: string) => void;
}

/** The history, and what the rest of the gateway may know of the cloud. */
export interface Telemetry {
  readonly history: HistoryService;
  readonly cloudState: () => CloudState;
  /** The way of an event to the cloud; null while nothing is published. */
  readonly publish: ((event: OwnEvent) => Promise<unknown>) | null;
  readonly cloud: () => { pubsub_connected: boolean; publish_errors_total: number; last_publish_ts: string | null };
  readonly warnings: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const fleetPeriodMs = 5000;
const activeWithinMs = 30_000;

/** Keeps the history, offers every frame and event to the cloud, and counts the sites that deliver. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { store, bus, clock, site, metrics, log } = options;
  // Also without a project: starting it is what keeps the outbox empty then.
  const sink = await CloudSink.start({
    store,
    clock,
    siteId: site.gateway.siteId,
    gatewayVersion: options.version,
    settings: options.cloud,
    onPublishError: () => metrics.recordPublishError(),
    report: log,
  });
  cloudSink.provide(sink);
  const history = await HistoryService.start({
    store,
    bus,
    clock,
    ...(site.history?.retentionDays && { keepDays: site.history.retentionDays }),
    maxRawBytes: options.rawMaxMb * 1e6,
    maxHeldMs: options.rawMaxAgeH * 3_600_000,
    heldFromSeq: () => sink.oldestFrameSeq(),
    report: log,
  });
  historyService.provide(history);
  const stopCounting = countActiveSites(options);
  return {
    history,
    cloudState: () => sink.state(),
    publish: sink.state().enabled ? (event) => sink.publish(event) : null,
    cloud() {
      const { pubsubConnected, publishErrorsTotal, lastPublishTs } = sink.state();
      return {
        pubsub_connected: pubsubConnected,
        publish_errors_total: publishErrorsTotal,
        last_publish_ts: lastPublishTs === null ? null : isoWithOffset(lastPublishTs),
      };
    },
    warnings: () => sink.state().warnings,
    async stop() {
      stopCounting();
      historyService.withdraw();
      await history.stop();
      await sink.stop();
      cloudSink.withdraw();
    },
  };
}

function countActiveSites({ bus, clock, site, metrics }: TelemetryOptions): () => void {
  const lastGood = new Map<string, number>();
  // The gateway's own host is up wherever it stands: only a site's devices tell that the site is.
  const devices = new Set(site.devices.map(({ id }) => id));
  const unsubscribe = bus.subscribe((frame) => {
    if (frame.anyGood && devices.has(frame.deviceId)) lastGood.set(frame.siteId, clock.monotonic());
  });
  const timer = clock.every(fleetPeriodMs, () => {
    metrics.setFleetSitesActive(activeSites(site.sites, lastGood, clock.monotonic(), activeWithinMs).length);
  });
  return () => {
    unsubscribe();
    timer.cancel();
  };
}
