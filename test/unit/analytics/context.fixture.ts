import type { AnalyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { MachineDirectory } from '../../../nodes/analytics/machines/machine-directory.ts';
import { PointIndex, ProcessImage, type SiteModel, type SiteRuntime } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { minuteHistory, type ReadingAt } from './machine.fixture.ts';

const points = {
  power: { unit: 'kW', role: 'power' },
  energy: { unit: 'kWh', role: 'energy_import', counter: true },
  voltage: { unit: 'V', role: 'voltage' },
  current: { unit: 'A', role: 'current' },
  power_factor: { unit: '', role: 'power_factor' },
  frequency: { unit: 'Hz', role: 'frequency' },
  temperature: { unit: '°C', role: 'temperature' },
  production_count: { unit: 'pieces', role: 'production_count', counter: true },
} as const;
type PointName = keyof typeof points;
const pointNames = Object.keys(points) as PointName[];

export const factoryIds = {
  california: '11111111-1111-1111-1111-111111111111',
  munich: '22222222-2222-2222-2222-222222222222',
};
export const machineIds = {
  compressor: 'c0000000-0000-0000-0000-000000000001',
  hvac: 'c0000000-0000-0000-0000-000000000002',
  european: 'c0000000-0000-0000-0000-000000000006',
};

const machines = [
  {
    uuid: machineIds.compressor,
    name: 'Compressor-1',
    factory: factoryIds.california,
    type: 'compressor',
    ratedPowerKw: 55,
    department: 'Hall',
    device: 'Compressor-1',
  },
  {
    uuid: machineIds.hvac,
    name: 'HVAC-Main',
    factory: factoryIds.california,
    type: 'hvac',
    ratedPowerKw: 150,
    department: 'Utilities',
    device: 'HVAC-Main',
  },
  {
    uuid: machineIds.european,
    name: 'Compressor-EU-1',
    factory: factoryIds.munich,
    type: 'compressor',
    ratedPowerKw: 90,
    department: 'Utilities',
    device: 'Compressor-EU-1',
  },
];
/** The meter of the factory in California counts as a device, too. */
const devices = [...machines.map(({ device }) => device), 'Meter-1'];
const allDays = { days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' };

/** Sensor of a device's point: tens for the devices in their order, ones for the points. */
export function sensorOf(device: string, point: PointName): number {
  return 10 * (devices.indexOf(device) + 1) + pointNames.indexOf(point);
}

const model = {
  gateway: { siteId: 'S', simulated: false },
  sites: [{ code: 'WEST' }, { code: 'EAST' }],
  blocks: [],
  equipment: [],
  servers: [],
  meters: [],
  factories: [
    {
      uuid: factoryIds.california,
      name: 'Demo Plant',
      location: 'Silicon Valley',
      timezone: 'America/Los_Angeles',
      meter: 'Meter-1',
    },
    { uuid: factoryIds.munich, name: 'Europe Plant', location: 'Munich', timezone: 'Europe/Berlin' },
  ],
  machines,
  devices: devices.map((id) => ({ id, site: id === 'Compressor-EU-1' ? 'EAST' : 'WEST' })),
  sensors: devices.flatMap((device) =>
    pointNames
      // What heats and cools makes no pieces.
      .filter((point) => point !== 'production_count' || device.startsWith('Compressor'))
      .map((point) => ({ id: sensorOf(device, point), tag: `${device} ${point}`, device, point })),
  ),
  tariffs: [
    { ...allDays, factory: factoryIds.california, name: 'US', currency: 'USD', ratePerKwh: 0.2, demandPerKw: 10 },
    { ...allDays, factory: factoryIds.munich, name: 'EU', currency: 'EUR', ratePerKwh: 0.3 },
  ],
  carbonFactors: [{ region: 'California', factory: factoryIds.california, kgPerKwh: 0.25, source: '' }],
} as unknown as SiteModel;

export interface FixtureOptions {
  /** Time of the first reading. */
  readonly start: number;
  readonly minutes: number;
  /** By sensor; the newest reading of each is that of the last minute. */
  readonly readings: ReadonlyMap<number, ReadingAt>;
  readonly anomalies?: readonly { readonly machineId: string; readonly startedAt: number; readonly endedAt: number }[];
  /** Devices that cannot run. */
  readonly faulted?: readonly string[];
}

/** Three machines in two factories, read once a minute. */
export function contextOf({
  start,
  minutes,
  readings,
  anomalies = [],
  faulted = [],
}: FixtureOptions): AnalyticsContext {
  const image = new ProcessImage();
  for (const device of devices) {
    const described = model.sensors
      .filter((sensor) => sensor.device === device)
      .map(({ id, point }) => ({
        name: point,
        description: '',
        safetyRequired: false,
        periodMs: 1000,
        sensorId: id,
        ...points[point as PointName],
      }));
    image.add(new PointIndex(device, described));
  }
  const site = {
    model,
    image,
    devices: new Map(
      model.devices.map((device) => [
        device.id,
        { model: device, ...(faulted.includes(device.id) && { fault: 'broken' }) },
      ]),
    ),
  } as unknown as SiteRuntime;
  const end = start + (minutes - 1) * 60_000;
  const latest = (sensorIds: readonly number[]) =>
    sensorIds.flatMap((sensorId) => {
      const readingAt = readings.get(sensorId);
      return readingAt ? [{ sensorId, ts: end, value: readingAt(minutes - 1), quality: 0 }] : [];
    });
  const read = (
    _: unknown,
    { from, until, machineIds: ids }: { from: number; until: number; machineIds: string[] },
  ) => {
    const found = anomalies.filter(
      ({ machineId, startedAt, endedAt }) => ids.includes(machineId) && endedAt > from && startedAt < until,
    );
    return Promise.resolve({ total: found.length, anomalies: found });
  };
  return {
    history: { ...minuteHistory(start, minutes, readings), latest },
    store: { read },
    site,
    machines: new MachineDirectory(site),
    clock: new ManualClock(end),
    report: () => undefined,
  } as unknown as AnalyticsContext;
}
