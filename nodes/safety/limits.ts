import type { SafetyModel } from '../site/index.ts';

/** Fixed shape of the derating rules. */
export const shape = {
  /** Share of rated power that is left when a derating rule bites. */
  deratedShare: 0.5,
  /** SOC points above the floor (below the ceiling) inside which power is derated. */
  socDeratePoints: 5,
  /** SOC points that must be regained before a reached floor or ceiling is released. */
  socReleasePoints: 2,
  /** Cells must relax by this much before a reached voltage limit is released. */
  cellReleaseV: 0.05,
  /** Charging comes back linearly over this span above the lowest charging temperature. */
  chargeTempSpanC: 10,
  /** Share of rated power allowed to lead a battery out of a released critical SOC. */
  recoveryShare: 0.1,
  /** Device heartbeats that may stand still before the device counts as frozen. */
  heartbeatPolls: 3,
  /** Watchdog writes that may fail in a row. */
  watchdogFailures: 2,
  /** The floor must not be reached before this many guard cycles have passed. */
  horizonCycles: 2,
} as const;

/** Everything that the envelope needs to know of one device beside its telemetry. Powers in kW. */
export interface GuardedDevice {
  readonly siteId: string;
  readonly deviceId: string;
  readonly ratedChargeKw: number;
  readonly ratedDischargeKw: number;
  readonly capacityKwh: number;
  readonly limits: SafetyModel;
  /** Status values under which the device may be driven; every other one is a fault. */
  readonly okStates: readonly number[];
  readonly staleMs: number;
  /** Period of the guard cycle, that is of the safety-required poll group. */
  readonly cycleMs: number;
  /** How long the device may take to follow a new setpoint, and how far it may stay off. */
  readonly settleMs: number;
  readonly toleranceKw: number;
  /** Resolution of the setpoint register. */
  readonly stepKw: number;
  /** The power that the setpoint register would really hold, or why the target does not fit it. */
  readonly onWire: (targetKw: number) => number | { readonly misfit: string };
}

/** Oldest age at which telemetry still counts: three polls, never under 10 s, never above 30 s. */
export function staleLimitMs(pollMs: number): number {
  return Math.min(30_000, Math.max(3 * pollMs, 10_000));
}
