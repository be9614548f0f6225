import { cloudVariables } from '../../../nodes/cloud/index.ts';
import { readEnvironment } from '../../../nodes/kernel/index.ts';
import { type AuditEntry, Frame, type FrameFields, PointIndex, Quality } from '../../../nodes/site/index.ts';

/** Settings of a gateway with a project, everything else as by default. */
export const cloudSettings = readEnvironment(cloudVariables, { GCP_PROJECT_ID: 'test-project' });

export const testDevices = ['bess-01', 'bess-02', 'meter-01'].map(indexOf);

/** A battery with three points. */
export function indexOf(deviceId: string): PointIndex {
  const point = { description: '', safetyRequired: false, periodMs: 1000 };
  return new PointIndex(deviceId, [
    { ...point, name: 'StateOfCharge', unit: '%', role: 'soc' },
    { ...point, name: 'ActivePower', unit: 'kW', role: 'power' },
    { ...point, name: 'CabinetTemperature', unit: '°C', role: 'temperature' },
  ]);
}

/** A frame in which the temperature could not be read, changed as the test says. */
export function frameOf(index: PointIndex, changes: Partial<FrameFields> = {}): Frame {
  return new Frame({
    siteId: 'WLCE',
    deviceId: index.deviceId,
    ts: Date.UTC(2026, 1, 21, 17, 45),
    cycle: 1,
    durationMs: 12.5,
    origin: 'polled',
    index,
    values: Float64Array.of(72.4, -150.25, NaN),
    quality: Uint8Array.of(Quality.good, Quality.good, Quality.bad),
    reasons: new Map([[2, 'timeout']]),
    ...changes,
  });
}

export const startedEntry: AuditEntry = {
  kind: 'gateway_started',
  siteId: 'SITE-CL-001',
  deviceId: null,
  commandId: null,
  requester: { keyId: null, source: 'gateway', via: 'gateway' },
  targetKw: null,
  verdict: null,
  reason: null,
  frame: null,
  latencyMs: null,
  details: {},
};
