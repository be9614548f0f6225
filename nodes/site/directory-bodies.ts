import type { SensorEntry, SiteDirectory } from './directory.ts';
import type { AlarmLevel, AlarmLimit, Block, Equipment, Site } from './model.ts';

/** Bodies of contract 002. An `id` is the place in the site file, counted from 1; slugs and sensor ids are stable. */
export interface SiteBody {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly region: string;
  readonly status: Site['status'];
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly block_count: number;
  readonly total_capacity_mw: number;
}

export interface SiteDetailBody extends SiteBody {
  readonly config: Readonly<Record<string, unknown>>;
  /** The site file does not say when a site was entered. */
  readonly created_at: null;
}

export interface BlockBody {
  readonly id: number;
  readonly slug: string;
  readonly site_slug: string;
  readonly site_name: string;
  readonly capacity_mw: number;
  readonly status: Block['status'];
  /** A date; null when the site file has none. */
  readonly commissioned_at: string | null;
  readonly sensor_count: number;
}

export interface BlockDetailBody extends BlockBody {
  readonly config: Readonly<Record<string, unknown>>;
  readonly equipment_count: number;
}

export interface EquipmentBody {
  readonly id: number;
  readonly tag: string;
  readonly type: string;
  readonly subsystem: string;
  readonly block_slug: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly sensor_count: number;
}

export interface SensorBody {
  readonly id: number;
  readonly tag: string;
  readonly description: string | null;
  /** Null while the sensor's device cannot run. */
  readonly unit: string | null;
  readonly subsystem: string | null;
  readonly equipment_tag: string | null;
  readonly block_slug: string | null;
  readonly range_min: number | null;
  readonly range_max: number | null;
  readonly poll_rate_ms: number | null;
  readonly alarm_thresholds: Readonly<Partial<Record<AlarmLevel, ThresholdBody>>> | null;
}

interface ThresholdBody {
  readonly value: number;
  readonly priority: AlarmLimit['priority'];
  readonly delay_s: number;
}

export function siteBody(directory: SiteDirectory, site: Site): SiteBody {
  const blocks = directory.blocksOf(site);
  return {
    id: directory.numberOf(site),
    slug: site.slug,
    name: site.name,
    region: site.region,
    status: site.status,
    latitude: site.latitude ?? null,
    longitude: site.longitude ?? null,
    block_count: blocks.length,
    total_capacity_mw: blocks.reduce((total, { capacityMw }) => total + capacityMw, 0),
  };
}

export function siteDetailBody(directory: SiteDirectory, site: Site): SiteDetailBody {
  const { code, uuid, timezone } = site;
  return { ...siteBody(directory, site), config: { code, uuid, timezone }, created_at: null };
}

export function blockBody(directory: SiteDirectory, block: Block): BlockBody {
  const site = directory.model.sites.find(({ code }) => code === block.site);
  return {
    id: directory.numberOf(block),
    slug: block.slug,
    site_slug: site?.slug ?? block.site,
    site_name: site?.name ?? block.site,
    capacity_mw: block.capacityMw,
    status: block.status,
    commissioned_at: block.commissionedAt ?? null,
    sensor_count: directory.sensorsOf(block).length,
  };
}

export function blockDetailBody(directory: SiteDirectory, block: Block): BlockDetailBody {
  return {
    ...blockBody(directory, block),
    config: { uuid: block.uuid },
    equipment_count: directory.equipmentOf(block).length,
  };
}

export function equipmentBody(directory: SiteDirectory, block: Block, item: Equipment): EquipmentBody {
  const sensors = directory.sensorsOf(block).filter(({ equipment }) => equipment === item);
  return {
    id: item.id,
    tag: item.tag,
    type: item.type,
    subsystem: item.subsystem,
    block_slug: item.block,
    metadata: { devices: [...new Set(sensors.map(({ sensor }) => sensor.device))] },
    sensor_count: sensors.length,
  };
}

export function sensorBody(directory: SiteDirectory, entry: SensorEntry): SensorBody {
  const { sensor, equipment } = entry;
  const point = directory.pointOf(entry);
  const range = sensor.range ?? point?.range;
  return {
    id: sensor.id,
    tag: sensor.tag,
    description: sensor.description ?? point?.description ?? null,
    unit: point?.unit ?? null,
    subsystem: equipment?.subsystem ?? null,
    equipment_tag: equipment?.tag ?? null,
    block_slug: equipment?.block ?? null,
    range_min: range?.[0] ?? null,
    range_max: range?.[1] ?? null,
    poll_rate_ms: point?.periodMs ?? null,
    alarm_thresholds: sensor.alarms ? thresholdsOf(sensor.alarms) : null,
  };
}

function thresholdsOf(alarms: NonNullable<SensorEntry['sensor']['alarms']>): SensorBody['alarm_thresholds'] {
  const entries = Object.entries(alarms).map(([level, { limit, priority, delayS }]) => {
    return [level, { value: limit, priority, delay_s: delayS }] as const;
  });
  return Object.fromEntries(entries);
}
