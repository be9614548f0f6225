import { directoryOf, type Factory, type Machine, type SiteDirectory, type SiteRuntime } from '../../site/index.ts';
import { errors } from '../errors.ts';
import { factoryOf, timeZoneOf } from './machine-factory.ts';

/** The machines of the site, as the keys of requests may see them. */
export class MachineDirectory {
  readonly #site: SiteRuntime;

  constructor(site: SiteRuntime) {
    this.#site = site;
  }

  get directory(): SiteDirectory {
    return directoryOf(this.#site);
  }

  /** In the order of the site file; of these sites alone where a key is limited to some. */
  all(sites?: ReadonlySet<string>): readonly Machine[] {
    const { machines, devices } = this.#site.model;
    if (!sites) return machines;
    const siteOf = new Map(devices.map(({ id, site }) => [id, site]));
    return machines.filter(({ device }) => sites.has(siteOf.get(device) ?? ''));
  }

  /** By its UUID. Throws `unknown_machine`, for those of other sites too. */
  find(uuid: unknown, sites?: ReadonlySet<string>): Machine {
    const wanted = typeof uuid === 'string' ? uuid.toLowerCase() : '';
    const machine = this.all(sites).find((each) => each.uuid.toLowerCase() === wanted);
    if (!machine) throw errors.unknown_machine({ field: 'machine_id', value: uuid });
    return machine;
  }

  /** Several, by their UUIDs with commas between; one that is named twice counts once. Throws `unknown_machine`. */
  findAll(uuids: unknown, sites?: ReadonlySet<string>): readonly Machine[] {
    const stated = typeof uuids === 'string' ? uuids.split(',').map((uuid) => uuid.trim()) : [];
    return [...new Set(stated.filter((uuid) => uuid !== '').map((uuid) => this.find(uuid, sites)))];
  }

  factoryOf(machine: Machine): Factory | undefined {
    return factoryOf(this.directory, machine);
  }

  /** The zone in which the machine's days are counted. */
  timeZoneOf(machine: Machine): string {
    return timeZoneOf(this.directory, machine);
  }

  /** Whether the device that measures it runs. */
  isActive({ device }: Machine): boolean {
    return this.#site.devices.get(device)?.fault === undefined;
  }
}
