/** The site model as `sites/*.yaml` states it, checked against `sites/schema.json`. */
export interface SiteModel {
  readonly version: 1;
  /** Site id of the gateway, as contract 000 shows it (`SITE-CL-001`). */
  readonly gateway: { readonly siteId: string; readonly simulated: boolean };
  readonly sites: readonly Site[];
  readonly factories: readonly Factory[];
  readonly blocks: readonly Block[];
  readonly equipment: readonly Equipment[];
  readonly machines: readonly Machine[];
  readonly meters: readonly Meter[];
  readonly servers: readonly ServerModel[];
  readonly devices: readonly DeviceModel[];
  readonly sensors: readonly Sensor[];
  readonly tariffs: readonly Tariff[];
  readonly carbonFactors: readonly CarbonFactor[];
  /** Hosts and ports that plain Modbus write nodes may reach: nothing guarded hangs there. */
  readonly unguarded: readonly { readonly host: string; readonly port: number }[];
  readonly safety: SafetyModel;
}

export interface Site {
  readonly id: string;
  /** Short code as contract 001 uses it (`WLCE`). */
  readonly code: string;
  readonly slug: string;
  readonly uuid: string;
  readonly name: string;
  readonly region: string;
  readonly timezone: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly status: 'active' | 'commissioning' | 'decommissioned';
}

export interface Factory {
  readonly uuid: string;
  readonly name: string;
  readonly location: string;
  readonly timezone: string;
}

export interface Block {
  readonly slug: string;
  readonly uuid: string;
  readonly site: string;
  readonly capacityMw: number;
  readonly status: 'active' | 'commissioning' | 'standby' | 'decommissioned';
  readonly commissionedAt?: string;
}

export interface Equipment {
  readonly id: number;
  readonly tag: string;
  readonly block: string;
  readonly type: string;
  readonly subsystem: string;
}

export interface Machine {
  readonly uuid: string;
  readonly name: string;
  readonly factory: string;
  readonly type: string;
  readonly ratedPowerKw: number;
  readonly department: string;
  /** Device that measures it. */
  readonly device: string;
}

export interface Meter {
  readonly device: string;
  /** What it stands for in the energy balance, so that nothing is counted twice. */
  readonly role: 'grid' | 'load' | 'generation' | 'battery' | 'sub';
  readonly factory?: string;
  readonly block?: string;
}

export interface ServerModel {
  readonly name: string;
  readonly description: string;
  readonly sources: readonly { readonly kind: string; readonly url?: string }[];
}

export interface DeviceModel {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly profile: string;
  readonly site: string;
  readonly type: 'bess' | 'meter' | 'machine' | 'cooling';
  readonly unit?: number;
  /** Rated power and capacity of a controllable device. */
  readonly ratings?: { readonly chargeKw: number; readonly dischargeKw: number; readonly capacityKwh: number };
  /** Meter whose import and export the site limit of this device is judged by. */
  readonly gridMeter?: string;
  /** Narrows the site's limits for this device. */
  readonly safety?: Partial<SafetyModel>;
}

export interface Sensor {
  /** Stable integer id, never reused. */
  readonly id: number;
  readonly tag: string;
  readonly description: string;
  readonly device: string;
  readonly point: string;
  readonly equipment?: string;
  readonly range?: readonly [number, number];
  readonly alarms?: Readonly<
    Record<string, { readonly limit: number; readonly priority: string; readonly delayS: number }>
  >;
}

export interface Tariff {
  readonly factory: string;
  readonly name: string;
  readonly currency: string;
  readonly ratePerKwh: number;
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

export interface CarbonFactor {
  readonly region: string;
  readonly factory?: string;
  readonly kgPerKwh: number;
  readonly source: string;
}

/** Limits of the envelope; the critical ones are bounds that no site can widen. Units in the names. */
export interface SafetyModel {
  readonly chemistry: 'lfp' | 'nmc';
  readonly socMinPct: number;
  readonly socMaxPct: number;
  readonly tempHighC: number;
  readonly tempStopC: number;
  readonly chargeTempMinC: number;
  readonly cellVoltageMinV?: number;
  readonly cellVoltageMaxV?: number;
  readonly frequencyHz?: readonly [number, number];
  readonly gridVoltageV?: readonly [number, number];
  readonly gridImportKw?: number;
  readonly gridExportKw?: number;
  readonly rampKwPerMinute?: number;
  readonly commandLifetimeS: number;
  readonly commandsPerMinute: number;
  readonly idsAlert: 'block' | 'alarm-only';
}
