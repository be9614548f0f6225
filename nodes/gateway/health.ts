import { isoWithOffset } from '../kernel/index.ts';
import type { Envelope, GuardedDevice, Narrowing } from '../safety/index.ts';

/** Body of `GET /health`: contract 000's fields, and why the gateway is not well. */
export interface HealthBody {
  readonly status: 'healthy' | 'degraded' | 'error';
  readonly site_id: string;
  readonly uptime_s: number;
  readonly last_cycle_ts: string | null;
  readonly safety_status: SafetyStatus;
  readonly version: string;
  readonly simulated: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly devices: { readonly total: number; readonly connected: number; readonly faulted: number };
}

export type SafetyStatus = 'ok' | 'safety_block_active';

/** One device as health sees it. */
export interface DeviceCondition {
  readonly id: string;
  readonly controllable: boolean;
  readonly connected: boolean;
  /** Why it does not run at all. */
  readonly fault?: string | undefined;
  /** It obeys badly or has no safety net of its own. */
  readonly warnings: readonly string[];
  readonly lastFrameTs: number | null;
  /** What the guard allows a controllable device now; null for any other device and while it does not run. */
  readonly envelope: Envelope | null;
}

export interface GatewayCondition {
  readonly siteId: string;
  readonly version: string;
  readonly simulated: boolean;
  readonly uptimeMs: number;
  readonly devices: readonly DeviceCondition[];
  /** Why nothing durable can be written now. */
  readonly storeFault: string | null;
  readonly warnings: readonly string[];
}

/**
 * A gateway that cannot control or cannot record is degraded; one in which no device runs is in error. A fault that
 * leaves both possible is a warning, so that a broken side meter never restarts the container.
 */
export function healthOf(condition: GatewayCondition): HealthBody {
  const { devices, storeFault } = condition;
  const faulted = devices.filter(({ fault }) => fault !== undefined);
  const reasons = [
    ...(storeFault === null ? [] : [`the store cannot be written: ${storeFault}`]),
    ...devices.filter(({ controllable }) => controllable).flatMap(impairment),
  ];
  const warnings = [
    ...condition.warnings,
    ...devices.flatMap((device) => device.warnings.map((warning) => `${device.id}: ${warning}`)),
    ...devices.filter(({ controllable }) => !controllable).flatMap(impairment),
  ];
  const noneRuns = devices.length > 0 && faulted.length === devices.length;
  const last = Math.max(...devices.map(({ lastFrameTs }) => lastFrameTs ?? -Infinity));
  return {
    status: noneRuns ? 'error' : reasons.length > 0 ? 'degraded' : 'healthy',
    site_id: condition.siteId,
    uptime_s: Math.round(condition.uptimeMs / 100) / 10,
    last_cycle_ts: Number.isFinite(last) ? isoWithOffset(last) : null,
    safety_status: devices.some(({ envelope }) => envelope !== null && isBlocking(envelope))
      ? 'safety_block_active'
      : 'ok',
    version: condition.version,
    simulated: condition.simulated,
    reasons,
    warnings,
    devices: {
      total: devices.length,
      connected: devices.filter(({ connected }) => connected).length,
      faulted: faulted.length,
    },
  };
}

function impairment({ id, fault, connected, envelope }: DeviceCondition): string[] {
  if (fault !== undefined) return [`${id} is faulted: ${fault}`];
  if (!connected) return [`${id} is not connected`];
  const isStale = envelope?.narrowings.some(({ constraint }) => constraint === 'stale_telemetry') ?? false;
  return isStale ? [`${id} has no fresh telemetry`] : [];
}

/** The rules that narrow the range now; the rated power alone narrows nothing. */
export function activeNarrowings(envelope: Envelope, device: GuardedDevice): readonly Narrowing[] {
  return envelope.narrowings.filter(
    ({ minKw, maxKw }) => minKw > -device.ratedDischargeKw || maxKw < device.ratedChargeKw,
  );
}

/** A direction is closed completely. */
export function isBlocking({ minKw, maxKw }: Envelope): boolean {
  return minKw === 0 || maxKw === 0;
}
