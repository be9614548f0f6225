import type { SiteDirectory } from '../site/index.ts';

/** A sensor that no device has: an alarm of the gateway's own stands on it. */
export interface VirtualSensor {
  /** Stable name, for instance `device:CDU-01:communication`. */
  readonly key: string;
  readonly tag: string;
  /** Device that it concerns; it has that device's site and block. */
  readonly deviceId?: string | undefined;
  readonly subsystem?: string | undefined;
}

/** Where an alarm belongs. Null where the site file does not say. */
export interface Place {
  readonly tag: string;
  readonly deviceId: string | null;
  readonly subsystem: string | null;
  /** Code and slug of the site, slug of the block. */
  readonly siteCode: string | null;
  readonly siteSlug: string | null;
  readonly blockSlug: string | null;
}

/** Ids of virtual sensors, given in the order of first use. */
export const firstVirtualId = 1_000_000_000;

/** The place of a sensor of the site file; undefined when it has no such sensor. */
export function placeOfSensor(directory: SiteDirectory, sensorId: number): Place | undefined {
  const entry = directory.sensor(sensorId);
  if (!entry) return undefined;
  const { sensor, equipment, block } = entry;
  return {
    tag: sensor.tag,
    deviceId: sensor.device,
    subsystem: equipment?.subsystem ?? null,
    ...siteOf(directory, block?.site ?? deviceSite(directory, sensor.device)),
    blockSlug: block?.slug ?? null,
  };
}

export function placeOfVirtual(directory: SiteDirectory, { tag, deviceId, subsystem }: VirtualSensor): Place {
  return {
    tag,
    deviceId: deviceId ?? null,
    subsystem: subsystem ?? null,
    ...siteOf(directory, deviceSite(directory, deviceId)),
    blockSlug: blockOfDevice(directory, deviceId),
  };
}

function deviceSite({ model }: SiteDirectory, deviceId: string | undefined): string | undefined {
  return model.devices.find(({ id }) => id === deviceId)?.site;
}

function siteOf({ model }: SiteDirectory, code: string | undefined): Pick<Place, 'siteCode' | 'siteSlug'> {
  const site = model.sites.find((candidate) => candidate.code === code);
  return { siteCode: site?.code ?? null, siteSlug: site?.slug ?? null };
}

/** The block of the device's sensors, when they all belong to one. */
function blockOfDevice(directory: SiteDirectory, deviceId: string | undefined): string | null {
  const sensors = directory.model.sensors.filter(({ device }) => device === deviceId);
  const blocks = new Set(sensors.flatMap(({ id }) => directory.sensor(id)?.block?.slug ?? []));
  const [only] = blocks;
  return blocks.size === 1 ? (only ?? null) : null;
}
