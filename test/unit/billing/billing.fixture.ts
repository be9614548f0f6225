import { bucketMs, type EnergyHistory } from '../../../nodes/billing/energy-series.ts';
import {
  type Block,
  type Meter,
  type PointDescriptor,
  PointIndex,
  ProcessImage,
  SiteDirectory,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';

export interface TestDevice {
  /** Of its equipment, which has the device's name; without one it hangs on no equipment. */
  readonly subsystem?: string;
  readonly role?: Meter['role'];
  /** Its points by name, with what matters of each. */
  readonly points: Readonly<Record<string, Partial<PointDescriptor> & { readonly unit: string }>>;
}

export const counter = (unit = 'kWh', role?: PointDescriptor['role']) =>
  ({ unit, counter: true, ...(role && { role }) }) as const;

/** A site with one block in London. Sensors are numbered from 1 in the order of the points; `device.point` is their tag. */
export function siteOf(devices: Readonly<Record<string, TestDevice>>, timezone = 'Europe/London'): SiteRuntime {
  const image = new ProcessImage();
  let lastId = 0;
  const parts = Object.entries(devices).map(([id, { subsystem, role, points }]) => {
    const described = Object.entries(points).map(([name, point]): PointDescriptor => {
      lastId += 1;
      return { description: '', safetyRequired: false, periodMs: 60_000, name, sensorId: lastId, ...point };
    });
    image.add(new PointIndex(id, described));
    return {
      device: { id, site: 'WLCE' },
      meters: role ? [{ device: id, role, block: 'block-01' }] : [],
      equipment: subsystem === undefined ? [] : [{ tag: id, block: 'block-01', subsystem }],
      sensors: described.map(({ name, sensorId }) => ({
        id: sensorId,
        tag: `${id}.${name}`,
        device: id,
        point: name,
        ...(subsystem !== undefined && { equipment: id }),
      })),
    };
  });
  const model = {
    sites: [{ code: 'WLCE', slug: 'wlce', name: 'West', timezone }],
    servers: [],
    blocks: [{ slug: 'block-01', site: 'WLCE' }],
    devices: parts.map(({ device }) => device),
    meters: parts.flatMap(({ meters }) => meters),
    equipment: parts.flatMap(({ equipment }) => equipment),
    sensors: parts.flatMap(({ sensors }) => sensors),
  };
  return { model: model as unknown as SiteModel, image } as unknown as SiteRuntime;
}

export function blockOf(site: SiteRuntime): { readonly directory: SiteDirectory; readonly block: Block } {
  return { directory: new SiteDirectory(site), block: site.model.blocks[0]! };
}

/** A sample each: its time and its value, null where it was bad. In the order of time. */
export type Samples = readonly (readonly [ts: number, value: number | null])[];

/** What a counter counted in the samples of a half-open range, each since the sample before it; a fall is a reset. */
export function countedIn(samples: Samples, from: number, until: number): number {
  const good = samples.flatMap(([ts, value]) => (value === null ? [] : [{ ts, value }]));
  return good.reduce((sum, { ts, value }, position) => {
    const before = good[position - 1]?.value;
    if (ts < from || ts >= until || before === undefined) return sum;
    return sum + (value >= before ? value - before : value);
  }, 0);
}

/** A history that counts its buckets from the samples at each question; `periodMs` is the poll period. */
export function historyOf(samplesOf: ReadonlyMap<number, Samples>, periodMs = 60_000): EnergyHistory {
  return {
    series({ sensorId, tier, from, to }) {
      const samples = samplesOf.get(sensorId) ?? [];
      const lengthMs = bucketMs[tier];
      const valued = samples.filter(([ts, value]) => ts >= from && ts < to && value !== null);
      const starts = [...new Set(valued.map(([ts]) => Math.floor(ts / lengthMs) * lengthMs))];
      const within = starts.map((start) => valued.filter(([ts]) => ts >= start && ts < start + lengthMs));
      return Promise.resolve({
        start: Float64Array.from(starts),
        n: Float64Array.from(within, ({ length }) => length),
        good: Float64Array.from(within, ({ length }) => length),
        expected: new Float64Array(starts.length).fill(lengthMs / periodMs),
        sum: Float64Array.from(within, (part) => part.reduce((sum, [, value]) => sum + (value ?? 0), 0)),
        delta: Float64Array.from(starts, (start) => countedIn(samples, start, start + lengthMs)),
      });
    },
  };
}
