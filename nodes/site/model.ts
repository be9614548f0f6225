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
  readonly alarmRules?: readonly AlarmRule[];
  readonly history?: HistoryModel;
  readonly tariffs: readonly Tariff[];
  readonly carbonFactors: readonly CarbonFactor[];
  /** Hosts and ports that plain Modbus write nodes may reach: nothing guarded hangs there. */
  readonly unguarded: readonly { readonly host: string; readonly port: number }[];
  readonly safety: SafetyModel;
}

export interface Site {
  /** Short code as contract 001 uses it (`WLCE`); blocks and devices name their site by it. */
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
  /** Device that counts all energy of the factory, also what no machine's meter sees. */
  readonly meter?: string;
  /** Tag of the sensor that measures the temperature outside. */
  readonly outdoorTemperature?: string;
  /** Dates (YYYY-MM-DD) that are priced as Sundays. */
  readonly holidays?: readonly string[];
}

export interface Block {
  readonly slug: string;
  readonly uuid: string;
  /** Code of its site. */
  readonly site: string;
  readonly capacityMw: number;
  readonly status: 'active' | 'commissioning' | 'standby' | 'decommissioned';
  /** ISO 8601 date. */
  readonly commissionedAt?: string;
}

export interface Equipment {
  readonly id: number;
  readonly tag: string;
  /** Slug of its block. */
  readonly block: string;
  readonly type: string;
  readonly subsystem: string;
}

export interface Machine {
  readonly uuid: string;
  readonly name: string;
  /** UUID of its factory. */
  readonly factory: string;
  readonly type: string;
  readonly ratedPowerKw: number;
  readonly department: string;
  /** Device that measures it. */
  readonly device: string;
}

export interface Meter {
  readonly device: string;
  /**
   * What it stands for in the energy balance, so that nothing is counted twice. `load`: the total of its block or a load
   * of its own; `sub`: part of what another meter counts; `it`: the part that computes, by which the total is divided for PUE.
   */
  readonly role: 'grid' | 'load' | 'generation' | 'battery' | 'sub' | 'it';
  readonly factory?: string;
  readonly block?: string;
}

export interface ServerModel {
  readonly name: string;
  readonly description: string;
  /** Code of its site; the first site's when left out. */
  readonly site?: string;
  /** Seconds from one round of questions to the next. */
  readonly intervalS?: number;
  readonly sources: readonly ServerSource[];
  /** In place of the defaults of the rules that it names. */
  readonly thresholds?: ServerThresholds;
}

/** One thing that is asked about a server. */
export interface ServerSource {
  readonly kind: 'local' | 'node-exporter' | 'nvidia' | 'proxmox' | 'qdrant' | 'prometheus';
  /** http or https; `${NAME}` stands for a variable of the environment. */
  readonly url?: string;
  readonly timeoutS?: number;
  /** File with the certificates (PEM) that sign the source's, in place of the system's. */
  readonly caFile?: string;
  /** Name of the environment's variable that holds the credential. */
  readonly credential?: string;
  /** Node of Proxmox, or `instance` label of Prometheus. */
  readonly instance?: string;
  /** Directories of the own machine whose files are counted. */
  readonly scan?: readonly string[];
}

export interface ServerThresholds {
  readonly cpuPct?: ServerLimit;
  readonly memoryPct?: ServerLimit;
  /** Of the fullest file system. */
  readonly diskPct?: ServerLimit;
  readonly gpuTemperatureC?: ServerLimit;
  /** Seconds without an answer. */
  readonly downS?: number;
}

/** A warning makes the server `warning`, a critical value `error`, once it stood for so many seconds. */
export interface ServerLimit {
  readonly warning?: number;
  readonly critical?: number;
  readonly forS?: number;
}

export interface DeviceModel {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly profile: string;
  /** Code of its site. */
  readonly site: string;
  /**
   * Where its readings come from: the gateway polls it, or flows post them and nothing is connected. Polled when absent.
   * A posted reading enters the history and never the process image.
   */
  readonly source?: 'polled' | 'posted';
  readonly type: 'bess' | 'meter' | 'machine' | 'cooling' | 'ups' | 'controller';
  /** Modbus unit id, where it is not the profile's. */
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
  /** Where it says more than the point's own description. */
  readonly description?: string;
  readonly device: string;
  readonly point: string;
  /** Tag of the equipment it belongs to; through it the sensor has a block and a subsystem. */
  readonly equipment?: string;
  /** Span of a display, in the point's unit. */
  readonly range?: readonly [number, number];
  readonly alarms?: Readonly<Partial<Record<AlarmLevel, AlarmLimit>>>;
  readonly alarmOptions?: AlarmOptions;
  /** False: the simulated history that a demo site starts with leaves the sensor out. */
  readonly backfill?: boolean;
}

/** Two steps above and two below: high-high, high, low, low-low. */
export type AlarmLevel = 'HH' | 'H' | 'L' | 'LL';

export interface AlarmLimit {
  /** In the point's unit; the alarm is raised strictly beyond it. */
  readonly limit: number;
  /** P0 is the highest. */
  readonly priority: 'P0' | 'P1' | 'P2' | 'P3';
  /** How long the value must stay beyond the limit, seconds. */
  readonly delayS: number;
}

/** How the one alarm of a sensor behaves, beside its limits. */
export interface AlarmOptions {
  /** How far the value must come back inside a limit to end the alarm, in the point's unit. Wins over `deadbandPct`. */
  readonly deadband?: number;
  /** The same as a share of the sensor's range, %. */
  readonly deadbandPct?: number;
  /** How long the value must stay back before the alarm ends, seconds. */
  readonly offDelayS?: number;
  /** The alarm stays after its cause is gone, until an operator resets it. */
  readonly latching?: boolean;
  /** An alarm that no operator has to acknowledge. */
  readonly autoAcknowledge?: boolean;
  /** A limit that was passed more often than this within its delay raises without waiting for it. */
  readonly chatterCount?: number;
}

/** While the cause's alarm stands, alarms of its consequences are suppressed by design: one fault, one alarm. */
export interface AlarmRule {
  /** Tag of a sensor. */
  readonly cause: string;
  /** Tags of sensors, at least one. */
  readonly consequences: readonly string[];
}

export interface HistoryModel {
  /** Days that samples and buckets are kept, where it is not the gateway's default. */
  readonly retentionDays?: Readonly<Partial<Record<HistoryTier, number>>>;
}

/** Raw samples, and buckets of a minute, five minutes, an hour and a day, named as contract 002 names them. */
export type HistoryTier = 'telemetry' | 'agg_1min' | 'agg_5min' | 'agg_1hour' | 'agg_1day';

/** When a price or a factor is in force, by the dates of its factory. Without months and dates it is always. */
export interface Validity {
  /** Months of each year, 1 is January. */
  readonly months?: readonly number[];
  /** First and last date, YYYY-MM-DD. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/**
 * A price for some hours of some weekdays in the factory's time zone. Hours run from `from` up to, not including, `to`;
 * when `to` is not later than `from`, they are the hours of the named days before `to` and those from `from` on.
 */
export interface Tariff extends Validity {
  readonly factory: string;
  readonly name: string;
  readonly currency: string;
  readonly ratePerKwh: number;
  /** Demand charge: price of the highest mean kW of a quarter of an hour in these hours of a month. */
  readonly demandPerKw?: number;
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** HH:MM, 00:00 to 24:00. */
  readonly from: string;
  readonly to: string;
}

export interface CarbonFactor extends Validity {
  readonly region: string;
  /** UUID of the factory it is for; without one it is the region's. */
  readonly factory?: string;
  /** One factor for the whole day, or one for each hour that the factory's clocks show, from 0 to 23. */
  readonly kgPerKwh: number | readonly number[];
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
