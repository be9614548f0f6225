import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createMetrics, gatewayMetrics, type GatewayMetrics } from '../nodes/api/index.ts';
import {
  deviceRuntime,
  loadProfiles,
  ManagedDevice,
  ModbusTraffic,
  modbusTraffic,
  northboundPorts,
  pointIndexOf,
  type Profile,
  readSetpointState,
} from '../nodes/devices/index.ts';
import {
  AuditLog,
  auditLog,
  blocksOfDevices,
  ConfigurationRecord,
  type ConfigurationHashes,
  hashOfFiles,
} from '../nodes/events/index.ts';
import { gatewayFacts } from '../nodes/gateway/index.ts';
import { Store, storeService } from '../nodes/history/index.ts';
import { type Clock, projectRoot, textOf, type Timer } from '../nodes/kernel/index.ts';
import { constraints, DeviceGuard, PermitLedger, safetyRuntime } from '../nodes/safety/index.ts';
import {
  auditEntry,
  type AuditEntry,
  type AuditKind,
  auditSink,
  Bus,
  type DeviceModel,
  loadSite,
  ProcessImage,
  type Requester,
  siteRuntime,
} from '../nodes/site/index.ts';
import { watchBattery } from './gauges.ts';
import { type RecordsOptions, startRecords } from './records.ts';
import { type IntrusionOptions, startIntrusionDetection } from './intrusion.ts';
import { addServerPoints } from '../nodes/servers/index.ts';
import { storeModules } from './store-modules.ts';
import { startTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
import { guardedDeviceOf, inheritedLifetimeMs, isControllable, latchesBefore } from './guarded-devices.ts';

export interface GatewayOptions {
  readonly siteFile: string;
  readonly profilesFolder: string;
  readonly dataFolder: string;
  readonly storeMaxMb: number;
  /** Address of a PostgreSQL database; empty for the file in the data folder. */
  readonly storeUrl: string;
  readonly intrusion: Pick<IntrusionOptions, 'settings'>;
  readonly readings: RecordsOptions['readings'];
  readonly telemetry: Pick<TelemetryOptions, 'cloud' | 'rawMaxAgeH' | 'rawMaxMb'>;
  readonly simulatedHistoryDays: number;
  readonly version: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  readonly flowWarnings: () => readonly string[];
}

/** The process's services. They start once and end with the process; deploys come and go above them. */
export class Gateway {
  readonly site: ReturnType<typeof loadSite>;
  readonly metrics: GatewayMetrics;
  readonly #options: GatewayOptions;
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #devices = new Map<string, ManagedDevice>();
  readonly #guards = new Map<string, DeviceGuard>();
  readonly #timers: Timer[] = [];
  #store: Store | undefined;
  #audit: AuditLog | undefined;
  #telemetry: Telemetry | undefined;
  #intrusion: Awaited<ReturnType<typeof startIntrusionDetection>> | undefined;
  #configuration: ConfigurationRecord | undefined;
  #endings: (() => Promise<void>)[] = [];
  #blocks = 0;

  /** Reads site and profiles. Throws `bad_site`; a broken profile only faults its devices. */
  constructor(options: GatewayOptions) {
    this.#options = options;
    const loaded = loadProfiles(options.profilesFolder);
    this.#profiles = loaded.profiles;
    this.site = loadSite(options.siteFile, loaded);
    this.metrics = createMetrics(this.site.model.gateway.siteId, constraints);
    gatewayMetrics.provide(this.metrics);
  }

  /** Opens the store, takes over what the last run left, and starts polling as soon as flows lend connections. */
  async start(): Promise<void> {
    const { clock, log, dataFolder, storeMaxMb, storeUrl, version } = this.#options;
    const { model, deviceFaults } = this.site;
    const startedAt = clock.monotonic() - process.uptime() * 1000;
    const store = await Store.open({
      folder: dataFolder,
      modules: storeModules,
      maxMb: storeMaxMb,
      ...(storeUrl !== '' && { url: storeUrl }),
      clock,
      report: log,
    });
    this.#store = store;
    storeService.provide(store);
    const blocks = blocksOfDevices(model);
    const audit = await AuditLog.open({ store, clock, report: log, blockOf: (id) => blocks.get(id) ?? null });
    this.#audit = audit;
    auditLog.provide(audit);
    auditSink.provide(audit);

    const image = new ProcessImage();
    const bus = new Bus(log);
    const telemetry = await startTelemetry({
      ...this.#options.telemetry,
      store,
      bus,
      clock,
      site: model,
      version,
      metrics: this.metrics,
      log,
    });
    this.#telemetry = telemetry;
    const traffic = new ModbusTraffic(log);
    modbusTraffic.provide(traffic);
    for (const [position, device] of model.devices.entries()) {
      const profile = this.#profiles.get(device.profile);
      if (!profile || deviceFaults.has(device.id)) continue;
      // What is posted has columns in the image, and no value ever.
      if (device.source === 'posted') image.add(pointIndexOf(device.id, profile, model.sensors));
      else await this.#add(device, profile, position, { audit, image, bus, traffic });
    }
    addServerPoints(model, image);
    const devices = new Map(
      model.devices.map((device) => [device.id, { model: device, fault: deviceFaults.get(device.id) }]),
    );
    const site = { model, devices, image, bus };
    siteRuntime.provide(site);
    this.#endings = await startRecords({
      ...this.#options,
      store,
      audit,
      telemetry,
      site,
      devices: [...this.#devices.values()],
      metrics: this.metrics,
      report: log,
    });
    const intrusion = await startIntrusionDetection({
      ...this.#options.intrusion,
      traffic,
      clock,
      devices: this.#devices,
      siteId: model.gateway.siteId,
      audit,
      metrics: this.metrics,
      dataFolder,
      log,
    });
    this.#intrusion = intrusion;
    deviceRuntime.provide({ devices: this.#devices, faults: deviceFaults });
    const batteries = model.devices.filter(({ ratings }) => ratings !== undefined).map(({ id }) => id);
    const faults = new Map([...deviceFaults].filter(([id]) => batteries.includes(id)));
    const [primaryDeviceId = null] = batteries;
    safetyRuntime.provide({ guards: this.#guards, faults, permits: new PermitLedger(clock), clock, primaryDeviceId });
    gatewayFacts.provide({
      version,
      clock,
      startedAt,
      storeFault: () => store.whyNotWell(),
      blocksTotal: () => this.#blocks,
      intrusion() {
        const { score, alertActive, modelVersion } = intrusion.detection.state();
        const rounded = score === null ? null : Math.round(score * 1000) / 1000;
        return { anomaly_score: rounded, alert_active: alertActive, model_version: modelVersion };
      },
      cloud: telemetry.cloud,
      warnings: () => [...this.#options.flowWarnings(), ...telemetry.warnings(), ...intrusion.detection.state().faults],
    });
    const device = this.#guards.get(primaryDeviceId ?? '')?.device;
    this.#timers.push(watchBattery(this.metrics, { bus, clock, device, image: image.get(primaryDeviceId ?? '') }));
    await audit.append(this.#runEntry('gateway_started', { version, devices: this.#devices.size }));
    this.#configuration = await ConfigurationRecord.open(audit, model.gateway.siteId);
    await this.recordConfiguration(this.#filesOfSite(), 'start');
    for (const device of this.#devices.values()) device.start();
  }

  /** Enters in the event log what changed of the configuration, and who changed it. */
  async recordConfiguration(hashes: ConfigurationHashes, source: string): Promise<void> {
    await this.#configuration?.record(hashes, source);
  }

  /** Batteries that nothing stops when this process dies. */
  devicesWithoutWatchdog(): string[] {
    return [...this.#guards.keys()].filter((id) => !this.#devices.get(id)?.profile.control?.watchdog);
  }

  /** Zero to every battery while the connections still stand, then the end of the services. Takes at most two seconds. */
  async stop(): Promise<void> {
    const { clock, log } = this.#options;
    for (const timer of this.#timers) timer.cancel();
    // Nobody may write after the zero.
    for (const { writer } of this.#devices.values()) writer?.refuseCommands();
    await northboundPorts.endAll();
    const zeroed = Promise.all([...this.#guards].map(([id, guard]) => this.#zero(id, guard)));
    const limit = new Promise<void>((resolve) => clock.after(2000, resolve));
    await Promise.race([zeroed.then(() => this.#commandsSettled()), limit]);
    for (const device of this.#devices.values()) device.stop();
    await this.#intrusion?.stop();
    for (const end of this.#endings.reverse()) await end();
    await this.#audit
      ?.end(this.#runEntry('gateway_stopped', {}))
      .catch((thrown: unknown) => log(`the stop is not in the audit log: ${textOf(thrown)}`));
    await this.#telemetry?.stop();
    auditSink.withdraw();
    await this.#store?.close();
  }

  #filesOfSite(): ConfigurationHashes {
    const { siteFile, profilesFolder } = this.#options;
    const hashOf = (files: readonly string[]): string =>
      hashOfFiles(new Map(files.map((file) => [path.basename(file), readFileSync(file, 'utf8')])));
    const profiles = readdirSync(profilesFolder).filter((name) => name.endsWith('.yaml'));
    return { site: hashOf([siteFile]), profiles: hashOf(profiles.map((name) => path.join(profilesFolder, name))) };
  }

  async #commandsSettled(): Promise<void> {
    for (const { writer } of this.#devices.values()) await writer?.settled();
  }

  async #zero(id: string, guard: DeviceGuard): Promise<void> {
    if (guard.isAtZero) return;
    const reason = 'The gateway is shutting down.';
    await this.#devices.get(id)?.writer?.correct({ targetKw: 0, constraint: 'shutdown', reason });
  }

  async #add(
    model: DeviceModel,
    profile: Profile,
    position: number,
    { audit, image, bus, traffic }: { audit: AuditLog; image: ProcessImage; bus: Bus; traffic: ModbusTraffic },
  ): Promise<void> {
    const { clock, log } = this.#options;
    const index = pointIndexOf(model.id, profile, this.site.model.sensors);
    const deviceImage = image.add(index);
    let guard: DeviceGuard | undefined;
    if (isControllable(model, profile)) {
      const device = guardedDeviceOf(this.site.model, model, profile, () => this.#devices.get(model.id));
      guard = new DeviceGuard({
        device,
        gridMeterId: model.gridMeter,
        image,
        clock,
        audit,
        isIdsAlert: () => this.#intrusion?.detection.state().alertActive ?? false,
        setpointOnDevice: () => readSetpointState(profile, deviceImage),
        onBlock: (constraint) => {
          this.#blocks += 1;
          this.metrics.recordSafetyBlock(constraint);
        },
        log,
        ...(await latchesBefore(audit, model.id)),
        inheritedLifetimeMs: await inheritedLifetimeMs(audit, device, clock.now()),
      });
      this.#guards.set(model.id, guard);
      this.#supervise(guard, bus);
    }
    // Devices are spread over the second, so that their cycles do not start in the same millisecond.
    const offsetMs = (position * 37) % 1000;
    const options = { model, profile, index, image: deviceImage, bus, traffic, clock, audit, offsetMs, guard, log };
    this.#devices.set(model.id, new ManagedDevice(options));
  }

  /** Every frame is judged, and time too: silence must be noticed without a frame. */
  #supervise(guard: DeviceGuard, bus: Bus): void {
    bus.subscribe((frame) => {
      if (frame.deviceId === guard.device.deviceId) guard.observe();
    });
    this.#timers.push(this.#options.clock.every(guard.device.cycleMs, () => guard.observe()));
  }

  #runEntry(kind: AuditKind, details: AuditEntry['details']): AuditEntry {
    const { siteId } = this.site.model.gateway;
    const requester: Requester = { keyId: null, source: 'gateway', via: 'gateway' };
    return auditEntry({ kind, siteId, requester, details });
  }
}

export const defaultSiteFile = path.join(projectRoot, 'sites', 'demo.yaml');
export const defaultProfilesFolder = path.join(projectRoot, 'profiles');
