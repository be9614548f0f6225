import { isoUtc } from '../kernel/index.ts';
import type { HealthBody } from './health.ts';

/** Body of `GET /api/v1/health`: what contracts 002 and 003 ask of a platform, in that order of 003. */
export interface PlatformHealthBody {
  readonly service: string;
  readonly version: string;
  readonly status: HealthBody['status'];
  readonly database: { readonly status: 'connected' | 'unavailable'; readonly reason: string | null };
  /** Machines whose meter is connected. */
  readonly active_machines: number;
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
  readonly activeMachines: number;
}

export function platformHealthOf({ health, now, storeFault, activeMachines }: PlatformCondition): PlatformHealthBody {
  return {
    service: 'Busbar',
    version: health.version,
    status: health.status,
    database: { status: storeFault === null ? 'connected' : 'unavailable', reason: storeFault },
    active_machines: activeMachines,
    timestamp: isoUtc(now),
    db_connected: storeFault === null,
    redis_connected: null,
    redis_reason: 'The live feeds come from this process and need no Redis.',
    uptime_seconds: health.uptime_s,
    simulated: health.simulated,
    reasons: health.reasons,
  };
}
