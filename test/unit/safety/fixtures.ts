import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Snapshot } from '../../../nodes/safety/snapshot.ts';
import type { SafetyModel } from '../../../nodes/site/index.ts';

/** The shipped defaults of the envelope; everything optional is off. */
const defaultLimits: SafetyModel = {
  chemistry: 'lfp',
  socMinPct: 5,
  socMaxPct: 95,
  tempHighC: 45,
  tempStopC: 55,
  chargeTempMinC: 0,
  commandLifetimeS: 300,
  commandsPerMinute: 60,
  idsAlert: 'block',
};

/** A signed 16-bit setpoint register with this resolution. */
export function int16Register(stepKw: number): GuardedDevice['onWire'] {
  return (targetKw) => {
    const raw = Math.round(targetKw / stepKw);
    if (raw >= -32_768 && raw <= 32_767) return raw * stepKw + 0;
    return { misfit: `Setpoint outside the register (±${32_767 * stepKw} kW). Requested: ${targetKw} kW` };
  };
}

/** A battery of 250 kW and 500 kWh behind the demo inverter's register. */
export function guardedDevice(limits: Partial<SafetyModel> = {}, others: Partial<GuardedDevice> = {}): GuardedDevice {
  return {
    siteId: 'SITE-CL-001',
    deviceId: 'WLCE-BESS-01',
    ratedChargeKw: 250,
    ratedDischargeKw: 250,
    capacityKwh: 500,
    limits: { ...defaultLimits, ...limits },
    okStates: [0, 1],
    staleMs: 10_000,
    cycleMs: 1000,
    settleMs: 5000,
    toleranceKw: 5,
    stepKw: 0.1,
    onWire: int16Register(0.1),
    ...others,
  };
}

/** A healthy battery at rest in the middle of its range. */
export function snapshotOf(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    connected: true,
    ageMs: 500,
    oldestPoint: 'soc',
    heartbeatUnchanged: 0,
    invalid: [],
    socPct: 50,
    powerKw: 0,
    cellTempMaxC: 27,
    cellTempMinC: 24,
    cellVoltageMaxV: undefined,
    cellVoltageMinV: undefined,
    statusCode: 1,
    estop: 0,
    gridFault: 0,
    frequencyHz: undefined,
    gridVoltageV: undefined,
    chargeLimitKw: undefined,
    dischargeLimitKw: undefined,
    gridPowerKw: undefined,
    idsAlert: false,
    watchdogFailures: 0,
    ...changes,
  };
}
