import type { DeviceModel, SafetyModel, SiteModel } from './model.ts';

/** Bounds that no site file can widen: SOC in %, cell temperature in °C. */
export const criticalBounds = { socLowPct: 2, socHighPct: 98, tempHighC: 60, tempLowC: -20 } as const;

/** Which of two limits is the narrower one. */
const narrower = {
  chemistry: (_site, device) => device,
  socMinPct: Math.max,
  socMaxPct: Math.min,
  tempHighC: Math.min,
  tempStopC: Math.min,
  chargeTempMinC: Math.max,
  cellVoltageMinV: Math.max,
  cellVoltageMaxV: Math.min,
  frequencyHz: intersection,
  gridVoltageV: intersection,
  gridImportKw: Math.min,
  gridExportKw: Math.min,
  rampKwPerMinute: Math.min,
  commandLifetimeS: Math.min,
  commandsPerMinute: Math.min,
  idsAlert: (site, device) => (site === 'block' ? site : device),
} satisfies { [K in keyof SafetyModel]-?: (site: Stated<K>, device: Stated<K>) => Stated<K> };

type Stated<K extends keyof SafetyModel> = NonNullable<SafetyModel[K]>;

/** The limits that hold for a device: the site's, narrowed by the device's own. A device never widens one. */
export function safetyLimitsOf(model: SiteModel, device: DeviceModel): SafetyModel {
  const own = Object.keys(device.safety ?? {}) as (keyof SafetyModel)[];
  return own.reduce((limits, key) => ({ ...limits, ...narrowed(key, limits, device.safety ?? {}) }), model.safety);
}

function narrowed(key: keyof SafetyModel, site: SafetyModel, device: Partial<SafetyModel>): Partial<SafetyModel> {
  const [ours, theirs] = [site[key], device[key]];
  if (theirs === undefined) return {};
  if (ours === undefined) return { [key]: theirs };
  const narrow = narrower[key] as (site: unknown, device: unknown) => unknown;
  return { [key]: narrow(ours, theirs) };
}

function intersection(a: readonly [number, number], b: readonly [number, number]): readonly [number, number] {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}
