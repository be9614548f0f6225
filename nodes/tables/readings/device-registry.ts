import type { DeviceModel } from '../../site/index.ts';
import { canonicalJson } from '../catalogue/json-text.ts';
import { deviceRegistry } from '../catalogue/microgrid-tables.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import { planSelect } from '../plan/select-plan.ts';
import { readRestQuery } from '../request/query-parameters.ts';
import type { CommittedRows } from '../row-bus.ts';
import type { SiteScope } from '../site-scope.ts';
import type { TableService } from '../table-service.ts';

/** A row of the registry, as far as the gateway acts on it. */
export interface RegisteredPlace {
  /** UUID of the device. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Code of its site. */
  readonly site: string;
  readonly active: boolean;
}

const everything = { offset: 0, limit: undefined };

/** The device registry in memory: that of the site model, and what clients have registered beside it. */
export class DeviceRegistry {
  readonly #places = new Map<string, RegisteredPlace>();
  readonly #unsubscribe: () => void;

  /** Writes the site model's devices into the table, then reads the whole of it. Rejects like the store. */
  static async start(tables: TableService, devices: readonly DeviceModel[]): Promise<DeviceRegistry> {
    const now = tables.clock.now();
    const rows = devices.map((device) => registryRow(device, now));
    const merged = ['name', 'type', 'site', 'metadata'];
    await tables.insert({ table: deviceRegistry, rows, conflict: { columns: ['id'], resolution: 'merge', merged } });
    const known = await tables.rows(planSelect(deviceRegistry, readRestQuery(''), everything, false));
    return new DeviceRegistry(tables, known);
  }

  private constructor(tables: TableService, rows: readonly StoredRow[]) {
    for (const row of rows) this.#put(row);
    this.#unsubscribe = tables.bus.subscribe((committed) => this.#follow(committed));
  }

  get(id: string): RegisteredPlace | undefined {
    return this.#places.get(id);
  }

  get all(): readonly RegisteredPlace[] {
    return [...this.#places.values()];
  }

  /** What a key that is limited to these sites may see; undefined for one without such a limit. */
  scopeOf(sites: ReadonlySet<string> | undefined): SiteScope | undefined {
    if (!sites) return undefined;
    const visible = [...this.#places.values()].filter(({ site }) => sites.has(site));
    return { sites, devices: new Set(visible.map(({ id }) => id)) };
  }

  stop(): void {
    this.#unsubscribe();
  }

  #follow({ table, changes }: CommittedRows): void {
    if (table.name !== deviceRegistry.name) return;
    for (const change of changes) {
      if (change.kind !== 'INSERT') this.#places.delete(String(change.old['id']));
      if (change.kind !== 'DELETE') this.#put(change.record);
    }
  }

  #put({ id, name, type, site, active }: StoredRow): void {
    const key = String(id);
    this.#places.set(key, {
      id: key,
      name: String(name),
      type: String(type),
      site: String(site),
      active: active === 1,
    });
  }
}

function registryRow({ uuid, id, type, site, ratings, unit }: DeviceModel, now: number): StoredRow {
  const metadata = {
    ...(ratings && { max_power: Math.max(ratings.chargeKw, ratings.dischargeKw), capacity_kwh: ratings.capacityKwh }),
    ...(unit !== undefined && { modbus_address: unit }),
  };
  return { id: uuid, name: id, type, site, metadata: canonicalJson(metadata), active: 1, created_at: now };
}
