import type { HistoryService, Store } from '../history/index.ts';
import { type Clock, defineService, type Timer } from '../kernel/index.ts';
import type { PointIndex, SiteRuntime } from '../site/index.ts';
import type { MeterValue } from './catalogue/microgrid-tables.ts';
import { meterReadingsFunction, type MeterSeriesSource } from './functions/meter-readings-function.ts';
import type { TableFunction } from './functions/table-function.ts';
import { DeviceRegistry } from './readings/device-registry.ts';
import { meterSources, sourcesOf } from './readings/meter-sources.ts';
import { PostedDevices } from './readings/posted-devices.ts';
import { batteryReadings, meterReadingsOf, type ReadingKind } from './readings/reading-row.ts';
import { ReadingRecorder } from './readings/reading-recorder.ts';
import { retainReadings } from './readings/reading-retention.ts';
import { RealtimeHub } from './realtime/realtime-hub.ts';
import { TableService } from './table-service.ts';

export interface MicrogridOptions {
  readonly store: Store;
  readonly history: Pick<HistoryService, 'series'>;
  readonly site: SiteRuntime;
  readonly clock: Clock;
  /** A polled device gets a row at most this often, milliseconds. */
  readonly readingPeriodMs: number;
  /** Days that readings are kept. */
  readonly readingKeepDays: number;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** What contract 001 stands on, in the running gateway. */
export const microgridService = defineService<Microgrid>('tables');

/** The tables with all that writes into them and follows them. */
export class Microgrid {
  readonly tables: TableService;
  readonly registry: DeviceRegistry;
  readonly realtime: RealtimeHub;
  readonly functions: ReadonlyMap<string, TableFunction>;
  readonly #posted: PostedDevices;
  readonly #recorder: ReadingRecorder;
  readonly #retention: Timer;
  readonly #unsubscribe: () => void;

  /** Rejects like the store. */
  static async start(options: MicrogridOptions): Promise<Microgrid> {
    const { store, clock, site, report } = options;
    const tables = new TableService({ store, clock, report });
    const registry = await DeviceRegistry.start(tables, site.model.devices);
    return new Microgrid(options, tables, registry);
  }

  private constructor(options: MicrogridOptions, tables: TableService, registry: DeviceRegistry) {
    const { store, clock, site, history, report } = options;
    this.tables = tables;
    this.registry = registry;
    this.realtime = new RealtimeHub((name) => tables.table(name));
    this.#unsubscribe = tables.bus.subscribe((committed) => this.realtime.take(committed));
    this.#posted = new PostedDevices({ tables, store, site, clock, registry, report });
    const kinds = readingKinds(site);
    this.#recorder = new ReadingRecorder({
      tables,
      bus: site.bus,
      clock,
      kinds,
      periodMs: options.readingPeriodMs,
      report,
    });
    this.#retention = retainReadings({ store, clock, keepDays: options.readingKeepDays, report });
    const meters = (): Promise<readonly MeterSeriesSource[]> => this.#meters(site);
    const functions = ([5, 30] as const).map((minutes) => meterReadingsFunction(minutes, { history, clock, meters }));
    this.functions = new Map(functions.map((each) => [each.name, each]));
  }

  stop(): void {
    this.#recorder.stop();
    this.#retention.cancel();
    this.#posted.stop();
    this.registry.stop();
    this.#unsubscribe();
  }

  /** Those of the site, then those that clients have registered. */
  async #meters(site: SiteRuntime): Promise<readonly MeterSeriesSource[]> {
    const ofClients = this.registry.all.filter((place) => place.type === 'meter' && this.#posted.isOfClients(place));
    const indexes = await Promise.all(ofClients.map(({ id }) => this.#posted.meterIndex(id)));
    return [...siteMeters(site), ...indexes.map(clientMeter)];
  }
}

function siteMeters({ model, image }: SiteRuntime): readonly MeterSeriesSource[] {
  const meters = model.devices.filter(({ type }) => type === 'meter');
  return meters.flatMap(({ id, uuid, source }) => {
    const index = image.get(id)?.index;
    const sourcesIn = source === 'posted' ? sourcesOf : meterSources;
    const sources = index ? sourcesIn(index) : [];
    return index && sources.length > 0 ? [{ deviceUuid: uuid, index, sources }] : [];
  });
}

/** Its points are the columns themselves. */
function clientMeter(index: PointIndex): MeterSeriesSource {
  const sources = index.points.map(({ name }, column) => ({ value: name as MeterValue, columns: [column], factor: 1 }));
  return { deviceUuid: index.deviceId, index, sources };
}

function readingKinds(site: SiteRuntime): ReadonlyMap<string, ReadingKind> {
  const batteries = site.model.devices.filter(({ type }) => type === 'bess');
  const meters = siteMeters(site);
  return new Map<string, ReadingKind>([
    ...batteries.map(({ id, uuid }) => [id, batteryReadings(uuid)] as const),
    ...meters.map(({ index, deviceUuid, sources }) => [index.deviceId, meterReadingsOf(deviceUuid, sources)] as const),
  ]);
}
