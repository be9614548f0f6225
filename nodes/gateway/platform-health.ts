import type { AnalyticsFacts } from '../analytics/index.ts';
import type { Store } from '../history/index.ts';
import { isoUtc } from '../kernel/index.ts';
import type { HealthBody } from './health.ts';

/** Body of `GET /api/v1/health`: what contracts 002 and 003 ask of a platform, in that order of 003. */
export interface PlatformHealthBody {
  readonly service: string;
  readonly version: string;
  readonly status: HealthBody['status'];
  readonly database: {
    readonly status: 'connected' | 'unavailable';
    readonly name: string;
    readonly host: string;
    readonly pool_size: number;
    readonly reason: string | null;
  };
  readonly scheduler: AnalyticsFacts['scheduler'];
  readonly features: readonly string[];
  readonly active_machines: number;
  /** Null while the store cannot be read. */
  readonly baseline_models: number | null;
  readonly recent_anomalies: number | null;
  readonly timestamp: string;
  readonly db_connected: boolean;
  /** There is no Redis, so it is neither connected nor broken. */
  readonly redis_connected: null;
  readonly redis_reason: string;
  readonly uptime_seconds: number;
  readonly simulated: boolean;
  readonly reasons: readonly string[];
}

export interface PlatformCondition {
  readonly health: HealthBody;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly storeFault: string | null;
  readonly store: ReturnType<Store['address']>;
  readonly analytics: AnalyticsFacts;
}

export function platformHealthOf(condition: PlatformCondition): PlatformHealthBody {
  const { health, now, storeFault, store, analytics } = condition;
  return {
    service: 'Busbar',
    version: health.version,
    status: health.status,
    database: {
      status: storeFault === null ? 'connected' : 'unavailable',
      name: store.name,
      host: store.host,
      pool_size: store.connections,
      reason: storeFault,
    },
    scheduler: analytics.scheduler,
    features: analytics.features,
    active_machines: analytics.activeMachines,
    baseline_models: analytics.baselineModels,
    recent_anomalies: analytics.recentAnomalies,
    timestamp: isoUtc(now),
    db_connected: storeFault === null,
    redis_connected: null,
    redis_reason: 'The live feeds come from this process and need no Redis.',
    uptime_seconds: health.uptime_s,
    simulated: health.simulated,
    reasons: health.reasons,
  };
}
