import { type Clock, textOf } from '../../kernel/index.ts';
import type { Store } from '../../history/index.ts';
import { type Bus, Frame, type PointDescriptor, PointIndex, type PointRole, Quality } from '../../site/index.ts';
import { bessReadings, isEnergy, meterReadings, meterValues } from '../catalogue/microgrid-tables.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import type { CommittedRows } from '../row-bus.ts';
import { tableWrites } from '../table-store.ts';
import type { TableService } from '../table-service.ts';
import type { DeviceRegistry, RegisteredPlace } from './device-registry.ts';

interface PostedDevicesOptions {
  readonly tables: TableService;
  readonly store: Pick<Store, 'write'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly registry: DeviceRegistry;
  /** UUIDs of the devices that the gateway polls itself. */
  readonly polled: ReadonlySet<string>;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** What a column of a reading table is inside the gateway. */
interface PostedPoint {
  readonly name: string;
  readonly unit: string;
  readonly role?: PointRole;
  readonly counter?: true;
  /** Contract 001 counts the power of a battery the other way round. */
  readonly sign: 1 | -1;
}

/** How often clients of contract 001 are expected to post. */
const periodMs = 60_000;

const meterRoles: Readonly<Record<string, PointRole>> = {
  frequency: 'frequency',
  power_total_active: 'power',
  energy_imported_active: 'energy_import',
  energy_exported_active: 'energy_export',
};

const postedPoints: Readonly<Record<string, readonly PostedPoint[]>> = {
  [bessReadings.name]: [
    { name: 'soe', unit: '%', role: 'soc', sign: 1 },
    { name: 'target_power', unit: 'kW', role: 'setpoint', sign: -1 },
  ],
  [meterReadings.name]: meterValues.map((name): PostedPoint => {
    const role = meterRoles[name];
    return { name, unit: unitOf(name), sign: 1, ...(role && { role }), ...(isEnergy(name) && { counter: true }) };
  }),
};

/**
 * Makes the rows that clients post for registered devices frames of the site, so that they feed tiers, billing and analytics.
 * They enter no process image, so that no guard ever sees them; devices that the gateway polls itself are left out.
 */
export class PostedDevices {
  readonly #options: PostedDevicesOptions;
  /** Being numbered or known, by device and table. */
  readonly #indexes = new Map<string, Promise<PointIndex>>();
  readonly #unsubscribe: () => void;
  #cycle = 0;

  constructor(options: PostedDevicesOptions) {
    this.#options = options;
    this.#unsubscribe = options.tables.bus.subscribe((committed) => this.#take(committed));
  }

  /** The points of a device's meter rows with their sensor ids. Rejects like the store. */
  meterIndex(deviceId: string): Promise<PointIndex> {
    return this.#indexOf(deviceId, meterReadings.name);
  }

  isPosted({ id }: RegisteredPlace): boolean {
    return !this.#options.polled.has(id);
  }

  stop(): void {
    this.#unsubscribe();
  }

  #take({ table, changes }: CommittedRows): void {
    if (!postedPoints[table.name]) return;
    for (const change of changes) {
      if (change.kind !== 'INSERT') continue;
      const place = this.#options.registry.get(String(change.record['device_id']));
      if (place && this.isPosted(place)) void this.#publish(table.name, place, change.record);
    }
  }

  async #publish(table: string, place: RegisteredPlace, row: StoredRow): Promise<void> {
    try {
      const index = await this.#indexOf(place.id, table);
      this.#options.bus.publish(frameOf(place, index, row, this.#nextCycle(), postedPoints[table] ?? []));
    } catch (thrown) {
      this.#options.report(`a row posted for ${place.name} does not enter the history: ${textOf(thrown)}`);
    }
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
    const described = points.map(({ name, unit, role, counter }, at): PointDescriptor => {
      const sensorId = ids[at] ?? NaN;
      const description = `posted ${name.replaceAll('_', ' ')}`;
      return {
        name,
        description,
        unit,
        safetyRequired: false,
        periodMs,
        sensorId,
        ...(role && { role }),
        ...(counter && { counter }),
      };
    });
    return new PointIndex(deviceId, described);
  }
}

function frameOf(
  { site }: RegisteredPlace,
  index: PointIndex,
  row: StoredRow,
  cycle: number,
  points: readonly PostedPoint[],
): Frame {
  const stated = points.map(({ name, sign }) => {
    const value = row[name];
    return typeof value === 'number' ? sign * value : NaN;
  });
  const missing = [...stated.entries()].filter(([, value]) => Number.isNaN(value)).map(([column]) => column);
  return new Frame({
    siteId: site,
    deviceId: index.deviceId,
    ts: Number(row['time']),
    cycle,
    durationMs: 0,
    origin: 'posted',
    index,
    values: Float64Array.from(stated),
    quality: Uint8Array.from(stated, (value) => (Number.isNaN(value) ? Quality.bad : Quality.good)),
    reasons: new Map(missing.map((column) => [column, 'not posted'])),
  });
}

function unitOf(name: string): string {
  if (name.startsWith('energy_'))
    return name.endsWith('reactive') ? 'kvarh' : name.endsWith('apparent') ? 'kVAh' : 'kWh';
  if (name.startsWith('power_factor')) return '';
  if (name.startsWith('power_')) return name.endsWith('reactive') ? 'kvar' : name.endsWith('apparent') ? 'kVA' : 'kW';
  if (name.startsWith('voltage_')) return 'V';
  return name === 'frequency' ? 'Hz' : 'A';
}
