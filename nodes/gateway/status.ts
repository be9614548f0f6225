import { isoWithOffset } from '../kernel/index.ts';
import type { DeviceImage, PointRole } from '../site/index.ts';
import type { SafetyStatus } from './health.ts';

/** Body of `GET /api/v1/status`, contract 000; a value that was not measured is null. */
export interface StatusBody {
  readonly site_id: string;
  readonly timestamp: string;
  readonly modbus: {
    readonly connected: boolean;
    readonly inverter_ip: string | null;
    readonly last_read_ms: number | null;
  };
  readonly bess: {
    readonly soc_pct: number | null;
    readonly power_kw: number | null;
    readonly voltage_v: number | null;
    readonly temperature_c: number | null;
    readonly status_code: number | null;
  };
  readonly safety: {
    readonly status: SafetyStatus;
    readonly blocks_total: number;
    readonly active_constraints: readonly string[];
  };
  readonly ai_ids: {
    readonly anomaly_score: number | null;
    readonly alert_active: boolean;
    readonly model_version: string | null;
  };
  readonly cloud: {
    readonly pubsub_connected: boolean;
    readonly publish_errors_total: number;
    readonly last_publish_ts: string | null;
  };
}

export interface StatusSources {
  readonly siteId: string;
  readonly now: number;
  readonly nowMonotonic: number;
  /** The primary battery; undefined on a site without one. */
  readonly image: DeviceImage | undefined;
  readonly host: string | null;
  readonly staleMs: number;
  readonly safety: StatusBody['safety'];
  readonly ai_ids: StatusBody['ai_ids'];
  readonly cloud: StatusBody['cloud'];
}

export function statusOf(sources: StatusSources): StatusBody {
  const { image, staleMs, nowMonotonic } = sources;
  const fresh = (role: PointRole): number | null => {
    const state = image?.ofRole(role);
    return state && state.invalid === undefined && nowMonotonic - state.goodAt <= staleMs ? state.value : null;
  };
  return {
    site_id: sources.siteId,
    timestamp: isoWithOffset(sources.now),
    modbus: {
      connected: image?.connected ?? false,
      inverter_ip: sources.host,
      last_read_ms: oneDecimal(image?.lastReadMs ?? null),
    },
    bess: {
      soc_pct: fresh('soc'),
      power_kw: fresh('power'),
      voltage_v: fresh('voltage'),
      temperature_c: fresh('temperature') ?? fresh('cell_temp_max'),
      status_code: fresh('status'),
    },
    safety: sources.safety,
    ai_ids: sources.ai_ids,
    cloud: sources.cloud,
  };
}

function oneDecimal(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
