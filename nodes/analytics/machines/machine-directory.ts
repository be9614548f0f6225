import { type Machine, directoryOf, type SiteDirectory, type SiteRuntime } from '../../site/index.ts';
import { errors } from '../errors.ts';


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
}
