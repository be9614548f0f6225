import { alarmService, startAlarms } from '../nodes/alarms/index.ts';
import { startAnalytics } from '../nodes/analytics/index.ts';
import type { GatewayMetrics } from '../nodes/api/index.ts';
import { DailyClose, EnergyBilling, energyBilling } from '../nodes/billing/index.ts';
import type { ManagedDevice } from '../nodes/devices/index.ts';
import { Anchoring, type AuditLog } from '../nodes/events/index.ts';
import type { Store } from '../nodes/history/index.ts';
import type { Clock } from '../nodes/kernel/index.ts';
import { startServers } from '../nodes/servers/index.ts';
import type { SiteRuntime } from '../nodes/site/index.ts';
import { Microgrid, type MicrogridOptions, microgridService } from '../nodes/tables/index.ts';
import { watchRecords } from './gauges.ts';
import { SimulatedPast } from './simulated-past.ts';
import type { Telemetry } from './telemetry.ts';

export interface RecordsOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly telemetry: Telemetry;
  readonly site: SiteRuntime;
  readonly devices: readonly ManagedDevice[];
  readonly readings: Pick<MicrogridOptions, 'readingPeriodMs' | 'readingKeepDays'>;
  /** Of a simulated plant; a real one has no past but its own. */
  readonly simulatedHistoryDays: number;
  readonly dataFolder: string;
  readonly version: string;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly report: (text: string) => void;
}

/**
 * Starts what is made of frames and rows: alarms, servers, analytics, anchors, billing, tables and, for a simulated plant, its
 * past. Returns what ends them, in the order in which they started.
 */
export async function startRecords(options: RecordsOptions): Promise<(() => Promise<void>)[]> {
  const { store, audit, telemetry, site, readings, dataFolder, version, metrics, clock, report } = options;
  const { history, publish, cloudState } = telemetry;
  const endAlarms = await startAlarms({ store, log: audit, site, clock, report });
  const alarms = alarmService.get();
  watchRecords(metrics, { store, history, alarms, cloud: cloudState });
  const endServers = await startServers({ site, alarms, clock, env: process.env, version, report });
  const endAnalytics = await startAnalytics({ history, store, site, log: audit, alarms, clock, report });
  const anchoring = await Anchoring.start({ log: audit, clock, dataFolder, publish, report });
  const billing = new EnergyBilling({ history, site, clock });
  energyBilling.provide(billing);
  const microgrid = await Microgrid.start({ ...readings, store, history, site, clock, report });
  microgridService.provide(microgrid);
  const dailyClose = new DailyClose({ billing, log: audit, clock, siteId: site.model.gateway.siteId, report });
  const past = simulatedPast(options);
  return [
    endAlarms,
    endServers,
    endAnalytics,
    () => anchoring.stop(),
    () => {
      microgrid.stop();
      return dailyClose.stop();
    },
    ...(past ? [() => past.stop()] : []),
  ];
}

function simulatedPast(options: RecordsOptions): SimulatedPast | undefined {
  const { site, telemetry, devices, simulatedHistoryDays, clock, dataFolder, report } = options;
  const { gateway, sensors } = site.model;
  if (!gateway.simulated || simulatedHistoryDays === 0) return undefined;
  return new SimulatedPast({
    history: telemetry.history,
    clock,
    dataFolder,
    devices: devices.map(({ model, profile, image }) => ({
      siteId: model.site,
      unit: model.unit ?? profile.connection.unit,
      index: image.index,
    })),
    days: simulatedHistoryDays,
    leftOut: new Set(sensors.filter(({ backfill }) => backfill === false).map(({ id }) => id)),
    log: report,
  });
}
