import { defineErrors } from '../kernel/index.ts';
import type { Block, Equipment, Sensor, Site, SiteModel } from './model.ts';
import type { PointDescriptor } from './point.ts';
import type { ProcessImage } from './process-image.ts';
import type { SiteRuntime } from './registry.ts';

const errors = defineErrors({
  unknown_site: { status: 404, message: ({ value }) => `Site '${String(value)}' not found` },
  unknown_block: { status: 404, message: ({ value }) => `Block '${String(value)}' not found` },
});

/** A sensor with its place. Equipment and block are undefined for one that hangs on no equipment. */
export interface SensorEntry {
  readonly sensor: Sensor;
  readonly equipment: Equipment | undefined;
  readonly block: Block | undefined;
  readonly site: Site | undefined;
}

/** The site model, looked up from its slugs and sensor ids. */
export class SiteDirectory {
  /** What may be seen of the site. */
  readonly model: SiteModel;
  readonly #whole: SiteModel;
  readonly #image: ProcessImage;
  readonly #byId: ReadonlyMap<number, SensorEntry>;

  constructor(site: Pick<SiteRuntime, 'model' | 'image'>, model: SiteModel = site.model) {
    this.model = model;
    this.#whole = site.model;
    this.#image = site.image;
    const sites = new Map(model.sites.map((site) => [site.code, site]));
    const blocks = new Map(model.blocks.map((block) => [block.slug, block]));
    const equipment = new Map(model.equipment.map((item) => [item.tag, item]));
    const siteOfDevice = new Map([
      ...model.devices.map(({ id, site }) => [id, sites.get(site)] as const),
      ...model.servers.map(({ name, site }) => [name, site === undefined ? model.sites[0] : sites.get(site)] as const),
    ]);
    const entryOf = (sensor: Sensor): SensorEntry => {
      const item = equipment.get(sensor.equipment ?? '');
      const block = blocks.get(item?.block ?? '');
      return { sensor, equipment: item, block, site: siteOfDevice.get(sensor.device) };
    };
    this.#byId = new Map(model.sensors.map((sensor) => [sensor.id, entryOf(sensor)]));
  }

  /** Number of a site or block: its place in the site file, from 1. */
  numberOf(thing: Site | Block): number {
    const { sites, blocks } = this.#whole;
    return ('code' in thing ? sites.indexOf(thing) : blocks.indexOf(thing)) + 1;
  }

  sensor(id: number): SensorEntry | undefined {
    return this.#byId.get(id);
  }

  /** What the sensor's point measures; undefined while its device cannot run. */
  pointOf({ sensor }: SensorEntry): PointDescriptor | undefined {
    const index = this.#image.get(sensor.device)?.index;
    return index?.points[index.column(sensor.point) ?? -1];
  }

  /** Throws `unknown_site`. */
  site(slug: string): Site {
    const found = this.model.sites.find((site) => site.slug === slug);
    if (!found) throw errors.unknown_site({ value: slug });
    return found;
  }

  /** Throws `unknown_block`. */
  block(slug: string): Block {
    const found = this.findBlock(slug);
    if (!found) throw errors.unknown_block({ value: slug });
    return found;
  }

  findBlock(slug: string): Block | undefined {
    return this.model.blocks.find((block) => block.slug === slug);
  }

  blocksOf(site: Site): readonly Block[] {
    return this.model.blocks.filter((block) => block.site === site.code);
  }

  equipmentOf(block: Block): readonly Equipment[] {
    return this.model.equipment.filter((item) => item.block === block.slug);
  }

  /** In the order of their ids, all subsystems unless one is named. */
  sensorsOf(block: Block, subsystem?: string): readonly SensorEntry[] {
    return [...this.#byId.values()]
      .filter((entry) => entry.block === block)
      .filter(({ equipment }) => subsystem === undefined || equipment?.subsystem === subsystem)
      .sort((a, b) => a.sensor.id - b.sensor.id);
  }
}

const directories = new WeakMap<SiteRuntime, SiteDirectory>();

/** The directory of a running site, made at the first question; for a key with `codes`, of these sites alone. */
export function directoryOf(site: SiteRuntime, codes?: ReadonlySet<string>): SiteDirectory {
  if (codes) return new SiteDirectory(site, limitedTo(codes, site.model));
  const known = directories.get(site);
  if (known) return known;
  const directory = new SiteDirectory(site);
  directories.set(site, directory);
  return directory;
}

function limitedTo(codes: ReadonlySet<string>, model: SiteModel): SiteModel {
  const devices = model.devices.filter(({ site }) => codes.has(site));
  const blocks = model.blocks.filter(({ site }) => codes.has(site));
  const deviceIds = new Set(devices.map(({ id }) => id));
  const blockSlugs = new Set(blocks.map(({ slug }) => slug));
  return {
    ...model,
    sites: model.sites.filter(({ code }) => codes.has(code)),
    blocks,
    devices,
    equipment: model.equipment.filter(({ block }) => blockSlugs.has(block)),
    sensors: model.sensors.filter(({ device }) => deviceIds.has(device)),
  };
}
