import {
  type FrameFields,
  Frame,
  type PointDescriptor,
  PointIndex,
  Quality,
  type ServerModel,
  type SiteModel,
} from '../site/index.ts';
import { rounded } from './rounded.ts';
import { diskUsePct, shareOf } from './shares.ts';
import type { Reading } from './reading.ts';

/** A figure of a server that goes into the history and that limits are set on. */
interface ServerPoint {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** Null where no source provides it. */
  readonly value: (reading: Reading) => number | null;
}

const points: readonly ServerPoint[] = [
  { name: 'cpu_usage_percent', description: 'Use of all cores', unit: '%', value: ({ cpu }) => cpu?.usagePct ?? null },
  { name: 'load_1m', description: 'Load over a minute', unit: '', value: ({ cpu }) => cpu?.load?.[0] ?? null },
  { name: 'cpu_temperature_c', description: 'Processor', unit: '°C', value: ({ cpu }) => cpu?.temperatureC ?? null },
  { name: 'memory_usage_percent', description: 'Memory in use', unit: '%', value: memoryUse },
  { name: 'disk_usage_percent', description: 'Fullest file system', unit: '%', value: fullestDisk },
  {
    name: 'network_rx_bytes_per_s',
    description: 'Received by all interfaces',
    unit: 'B/s',
    value: ({ network }) => total(network?.map(({ receivedBytes }) => receivedBytes)),
  },
  {
    name: 'network_tx_bytes_per_s',
    description: 'Sent by all interfaces',
    unit: 'B/s',
    value: ({ network }) => total(network?.map(({ sentBytes }) => sentBytes)),
  },
  {
    name: 'gpu_usage_percent',
    description: 'Use of the GPU',
    unit: '%',
    value: ({ gpus }) => gpus?.[0]?.usagePct ?? null,
  },
  {
    name: 'gpu_memory_usage_percent',
    description: 'Memory of the GPU in use',
    unit: '%',
    value: ({ gpus }) => shareOf(gpus?.[0]?.memoryUsedBytes, gpus?.[0]?.memoryTotalBytes),
  },
  {
    name: 'gpu_temperature_c',
    description: 'Hottest GPU',
    unit: '°C',
    value: ({ gpus }) => highest(gpus?.map(({ temperatureC }) => temperatureC)),
  },
  {
    name: 'gpu_power_w',
    description: 'Power of all GPUs',
    unit: 'W',
    value: ({ gpus }) => total(gpus?.map(({ powerW }) => powerW)),
  },
  {
    name: 'running_vms',
    description: 'Virtual machines that run',
    unit: '',
    value: ({ guests }) => guests?.filter(({ status }) => status === 'running').length ?? null,
  },
  { name: 'qdrant_points', description: 'Points in Qdrant', unit: '', value: ({ qdrant }) => qdrant?.points ?? null },
];

const up: Omit<ServerPoint, 'value'> = { name: 'up', description: '1 while a source answers', unit: '' };

/** By the names of points. Null where nobody knows. */
export type PointValues = Readonly<Record<string, number | null>>;

/** Rounded to what the sources resolve, so that a history of them stays small. */
export function pointValuesOf(reading: Reading, isUp: boolean): PointValues {
  const values = points.map(({ name, value }) => [name, rounded(value(reading), 2)] as const);
  return { up: isUp ? 1 : 0, ...Object.fromEntries(values) };
}

/** The columns of a server's frames. A point that a sensor of the site file stands for carries its id. */
export function pointIndexOf(server: ServerModel, sensors: SiteModel['sensors'], periodMs: number): PointIndex {
  const ids = new Map(sensors.filter(({ device }) => device === server.name).map(({ point, id }) => [point, id]));
  const described = [up, ...points].map(({ name, description, unit }): PointDescriptor => {
    const sensorId = ids.get(name);
    return { name, description, unit, periodMs, safetyRequired: false, ...(sensorId !== undefined && { sensorId }) };
  });
  return new PointIndex(server.name, described);
}

/** One round of questions as a frame: what no source provides is bad, with the reason. */
export function serverFrame(
  values: PointValues,
  reason: string,
  fields: Pick<FrameFields, 'index' | 'siteId' | 'ts' | 'cycle' | 'durationMs'>,
): Frame {
  const columns = fields.index.points.map(({ name }) => values[name] ?? null);
  const unknown = columns.flatMap((value, column) => (value === null ? [column] : []));
  return new Frame({
    ...fields,
    deviceId: fields.index.deviceId,
    origin: 'polled',
    values: Float64Array.from(columns, (value) => value ?? NaN),
    quality: Uint8Array.from(columns, (value) => (value === null ? Quality.bad : Quality.good)),
    reasons: new Map(unknown.map((column) => [column, reason])),
  });
}

function memoryUse({ memory }: Reading): number | null {
  return memory ? shareOf(memory.totalBytes - memory.availableBytes, memory.totalBytes) : null;
}

function fullestDisk({ disks }: Reading): number | null {
  return highest(disks?.map(diskUsePct));
}

/** Of those that are known; null without one. */
function highest(values: readonly (number | null)[] | undefined): number | null {
  const known = values?.filter((value) => value !== null) ?? [];
  return known.length === 0 ? null : Math.max(...known);
}

/** Null without values, and when one is not known: the others are not the total. */
function total(values: readonly (number | null)[] | undefined): number | null {
  if (values === undefined || values.length === 0 || values.includes(null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
