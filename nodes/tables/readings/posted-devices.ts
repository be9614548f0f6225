import { type Clock, defineErrors, textOf } from '../../kernel/index.ts';
import type { Store } from '../../history/index.ts';
import { type DeviceModel, PointIndex, type SiteRuntime } from '../../site/index.ts';
import { meterReadings } from '../catalogue/microgrid-tables.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import type { CommittedRows } from '../row-bus.ts';
import { tableWrites } from '../table-store.ts';
import type { TableService } from '../table-service.ts';
import type { DeviceRegistry, RegisteredPlace } from './device-registry.ts';
import { columnsFor, postedFrame, type PostedTarget } from './posted-frame.ts';
import { descriptorOf, type PostedPoint, postedPoints } from './posted-points.ts';

interface PostedDevicesOptions {
  readonly tables: TableService;
  readonly store: Pick<Store, 'write'>;
  readonly site: Pick<SiteRuntime, 'model' | 'image' | 'bus'>;
  readonly clock: Clock;
  readonly registry: DeviceRegistry;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const errors = defineErrors({
  device_has_no_points: { status: 503, message: ({ value }) => `the device ${String(value)} of the site is faulted` },
});

/**
 * Makes the rows that clients post for registered devices frames of the site, so that they feed tiers, billing and analytics:
 * the sensors of the site file where that declares the device as posted, else sensors of their own. They enter no process
 * image, so that no guard ever sees them; devices that the gateway polls itself are left out.
 */
export class PostedDevices {
  readonly #options: PostedDevicesOptions;
  /** Devices of the site file, by UUID. */
  readonly #siteDevices: ReadonlyMap<string, DeviceModel>;
  /** Being numbered or known, by device and table. */
  readonly #indexes = new Map<string, Promise<PointIndex>>();
  readonly #unsubscribe: () => void;
  #cycle = 0;

  constructor(options: PostedDevicesOptions) {
    this.#options = options;
    this.#siteDevices = new Map(options.site.model.devices.map((device) => [device.uuid, device]));
    this.#unsubscribe = options.tables.bus.subscribe((committed) => this.#take(committed));
  }

  /** The points of a client's meter with their sensor ids. Rejects like the store. */
  meterIndex(deviceId: string): Promise<PointIndex> {
    return this.#indexOf(deviceId, meterReadings.name);
  }

  /** Registered by a client, and not in the site file. */
  isOfClients({ id }: RegisteredPlace): boolean {
    return !this.#siteDevices.has(id);
  }

  stop(): void {
    this.#unsubscribe();
  }

  #take({ table, changes }: CommittedRows): void {
    if (!postedPoints[table.name]) return;
    for (const change of changes) {
      if (change.kind !== 'INSERT') continue;
      const place = this.#options.registry.get(String(change.record['device_id']));
      if (place && this.#isPosted(place)) void this.#publish(table.name, place, change.record);
    }
  }

  #isPosted({ id }: RegisteredPlace): boolean {
    const device = this.#siteDevices.get(id);
    return !device || device.source === 'posted';
  }

  async #publish(table: string, place: RegisteredPlace, row: StoredRow): Promise<void> {
    try {
      const target = await this.#targetOf(table, place);
      this.#options.site.bus.publish(postedFrame(target, row, this.#nextCycle()));
    } catch (thrown) {
      this.#options.report(`a row posted for ${place.name} does not enter the history: ${textOf(thrown)}`);
    }
  }

  async #targetOf(table: string, { id, name, site }: RegisteredPlace): Promise<PostedTarget> {
    const device = this.#siteDevices.get(id);
    if (!device) {
      const index = await this.#indexOf(id, table);
      const columns = (postedPoints[table] ?? []).map((point, column) => ({ ...point, column }));
      return { siteId: site, index, columns };
    }
    const index = this.#options.site.image.get(device.id)?.index;
    if (!index) throw errors.device_has_no_points({ value: name });
    return { siteId: device.site, index, columns: columnsFor(table, index) };
  }

  /** Not used by an earlier run either: the store takes the same device, time and cycle for a repeated write. */
  #nextCycle(): number {
    const microseconds = Math.round(this.#options.clock.now()) * 1000;
    return (this.#cycle = Math.max(this.#cycle + 1, microseconds));
  }

  #indexOf(deviceId: string, table: string): Promise<PointIndex> {
    const key = `${table} ${deviceId}`;
    const known = this.#indexes.get(key);
    if (known) return known;
    const index = this.#number(deviceId, postedPoints[table] ?? []);
    this.#indexes.set(key, index);
    // A store that failed once is asked again.
    index.catch(() => this.#indexes.delete(key));
    return index;
  }

  async #number(deviceId: string, points: readonly PostedPoint[]): Promise<PointIndex> {
    const names = points.map(({ name }) => name);
    const ids = await this.#options.store.write(tableWrites.numberSensors, { deviceId, points: names });
    return new PointIndex(
      deviceId,
      points.map((point, at) => descriptorOf(point, ids[at] ?? NaN)),
    );
  }
}
