import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { defineService } from '../kernel/index.ts';

const label = 'site_id';

/** What the gateway counts and measures; every `record` is one event, every `set` the newest measurement. */
export interface GatewayMetrics {
  recordCycle(durationMs: number): void;
  recordSafetyBlock(reason: string): void;
  /** Null while there is no measurement: the gauge is then absent. */
  setSocPct(value: number | null): void;
  setPowerKw(value: number | null): void;
  setAnomalyScore(value: number | null): void;
  setFleetSitesActive(value: number | null): void;
  recordIdsAlert(): void;
  recordInference(durationMs: number): void;
  recordPublishError(): void;
  /** `operation` is the operationId, or `none` when no route matched. */
  recordHttpRequest(operation: string, status: number, durationMs: number): void;
  /** `feed` is the path of a live feed as its node states it. Null when the feed is gone: its gauge is then absent. */
  setFeedClients(feed: string, clients: number | null): void;
  /** Messages handed to clients: one that goes to five counts five. */
  recordFeedMessages(feed: string, messages: number): void;
  recordFeedCut(feed: string, reason: string): void;
  /** Adds a gauge that is read whenever the metrics are asked for; it is absent while there is no value. */
  watch(name: string, help: string, read: () => number | null): void;
  /** All metrics in the Prometheus text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

export const gatewayMetrics = defineService<GatewayMetrics>('metrics');

/** `safetyReasons` are the codes of the guard's rules: each has its series from the start, at 0. */
export function createMetrics(siteId: string, safetyReasons: readonly string[]): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, labels: { [label]: siteId } });
  const make = instrumentsOf(registry, siteId);

  const cycles = make.counter('bess_cycles_total', 'Modbus polling cycles.');
  const cycleDuration = make.histogram(
    'bess_cycle_duration_seconds',
    'Duration of a polling cycle, s.',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  );
  const blocks = make.labelled('bess_safety_blocks_total', 'Commands that the safety guard blocked.', ['reason']);
  for (const reason of safetyReasons) blocks(0, reason);
  const idsAlerts = make.counter('bess_ids_alerts_total', 'Alerts of the intrusion detection.');
  const inference = make.histogram(
    'bess_onnx_inference_ms',
    'Duration of one model inference, ms.',
    [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100],
  );
  const publishErrors = make.counter('bess_publish_errors_total', 'Failed publications to Pub/Sub.');
  const httpRequests = make.labelled('busbar_http_requests_total', 'HTTP requests.', ['operation', 'status']);
  const httpDuration = new Histogram({
    name: 'busbar_http_request_duration_seconds',
    help: 'Time until the answer was handed over, s.',
    labelNames: [label, 'operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10],
    registers: [registry],
  });
  const feedClients = new Gauge({
    name: 'busbar_feed_clients',
    help: 'Clients of a live feed.',
    labelNames: [label, 'feed'],
    registers: [registry],
  });
  const feedMessages = make.labelled('busbar_feed_messages_total', 'Messages handed to clients of a live feed.', [
    'feed',
  ]);
  const feedCuts = make.labelled('busbar_feed_clients_cut_total', 'Clients that a live feed cut off.', [
    'feed',
    'reason',
  ]);
  const durationOf = new Map<string, Histogram.Internal<string>>();

  return {
    recordCycle(durationMs) {
      cycles();
      cycleDuration(durationMs / 1000);
    },
    recordSafetyBlock: (reason) => blocks(1, reason),
    setSocPct: make.gauge('bess_last_soc_pct', 'State of charge, %.'),
    setPowerKw: make.gauge('bess_last_power_kw', 'Active power, kW; positive charges.'),
    setAnomalyScore: make.gauge('bess_ids_anomaly_score', 'Anomaly score of the intrusion detection, 0 to 1.'),
    setFleetSitesActive: make.gauge('bess_fleet_sites_active', 'Active sites in the fleet.'),
    recordIdsAlert: () => idsAlerts(),
    recordInference: (durationMs) => inference(durationMs),
    recordPublishError: () => publishErrors(),
    recordHttpRequest(operation, status, durationMs) {
      httpRequests(1, operation, String(status));
      let duration = durationOf.get(operation);
      if (!duration) durationOf.set(operation, (duration = httpDuration.labels(siteId, operation)));
      duration.observe(durationMs / 1000);
    },
    setFeedClients(feed, clients) {
      if (clients === null) feedClients.remove(siteId, feed);
      else feedClients.labels(siteId, feed).set(clients);
    },
    recordFeedMessages: (feed, messages) => feedMessages(messages, feed),
    recordFeedCut: (feed, reason) => feedCuts(1, feed, reason),
    watch: (name, help, read) => make.watched(name, help, read),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Makers of instruments that carry the site's id. */
function instrumentsOf(registry: Registry, siteId: string) {
  const registers = [registry];
  return {
    counter(name: string, help: string): () => void {
      const series = new Counter({ name, help, labelNames: [label], registers }).labels(siteId);
      series.inc(0);
      return () => series.inc();
    },
    /** A counter with further labels; their series are looked up once. */
    labelled(name: string, help: string, labels: readonly string[]): (by: number, ...values: string[]) => void {
      const counter = new Counter({ name, help, labelNames: [label, ...labels], registers });
      const known = new Map<string, Counter.Internal>();
      return (by, ...values) => {
        const key = values.join(' ');
        let series = known.get(key);
        if (!series) known.set(key, (series = counter.labels(siteId, ...values)));
        series.inc(by);
      };
    },
    gauge(name: string, help: string): (value: number | null) => void {
      const gauge = new Gauge({ name, help, labelNames: [label], registers });
      return (value) => {
        if (value === null) gauge.remove(siteId);
        else gauge.set({ [label]: siteId }, value);
      };
    },
    watched(name: string, help: string, read: () => number | null): void {
      const collect = function (this: Gauge): void {
        const value = read();
        if (value === null) this.remove(siteId);
        else this.set({ [label]: siteId }, value);
      };
      new Gauge({ name, help, labelNames: [label], registers, collect });
    },
    histogram(name: string, help: string, buckets: number[]): (value: number) => void {
      const series = new Histogram({ name, help, labelNames: [label], buckets, registers });
      series.zero({ [label]: siteId });
      const one = series.labels(siteId);
      return (value) => one.observe(value);
    },
  };
}
