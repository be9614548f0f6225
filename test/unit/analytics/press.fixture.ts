import type { AnalyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import analyticsStore from '../../../nodes/analytics/analytics-store.ts';
import { Anomalies } from '../../../nodes/analytics/anomaly/anomalies.ts';
import { Baselines } from '../../../nodes/analytics/baseline/baselines.ts';
import { TrainingJobs } from '../../../nodes/analytics/jobs/training-jobs.ts';
import { MachineDirectory } from '../../../nodes/analytics/machines/machine-directory.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';
import {
  type AuditEntry,
  type Machine,
  PointIndex,
  ProcessImage,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { inThread, notingLog } from './in-thread.fixture.ts';
import { memoryStore } from './jobs/memory-jobs.fixture.ts';
import { minuteHistory, type ReadingAt } from './machine.fixture.ts';

export const hourMs = 3_600_000;
/** A Sunday. */
export const start = Date.parse('2026-01-04T00:00:00Z');
export const hourAt = (hour: number): number => start + hour * hourMs;

export const press = {
  uuid: 'c0000000-0000-4000-8000-000000000001',
  name: 'Press',
  type: 'motor',
  factory: 'f',
  device: 'press',
  ratedPowerKw: 100,
  department: 'Forming',
} as const satisfies Machine;
/** Of another site, measured by nothing. */
export const idle = { ...press, uuid: 'c0000000-0000-4000-8000-000000000002', name: 'Idle', device: 'idle' } as const;

export interface PressOptions {
  /** Hours that were measured; the clock stands two minutes after them. */
  readonly hours?: number;
  /** kWh that the press uses beside what it should, by hour. */
  readonly more?: (hour: number) => number;
  readonly isMissing?: (hour: number) => boolean;
}

/** A press that uses 30 kWh an hour, 0.5 a piece and 1 for each degree outside above 18, read once a minute. */
function pressHistory({ hours = 400, more = () => 0, isMissing = () => false }: PressOptions) {
  const random = seededRandom(3);
  const piecesIn = (hour: number): number => 60 * ((hour * 7919) % 5);
  const outdoorAt = (hour: number): number => 18 + 10 * Math.sin(hour / 9);
  let used = 0;
  const usedAt = [0];
  const madeAt = [0];
  const power: number[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const kwh = 30 + 0.5 * piecesIn(hour) + Math.max(0, outdoorAt(hour) - 18) + 2 * random.normal() + more(hour);
    power.push(kwh);
    used += kwh;
    usedAt.push(used);
    madeAt.push((madeAt.at(-1) ?? 0) + piecesIn(hour));
  }
  /** The last minute of an hour shows all that it counted. */
  const counter =
    (counts: readonly number[]): ReadingAt =>
    (minute) => {
      const hour = Math.floor(minute / 60);
      if (isMissing(hour)) return null;
      const share = ((minute % 60) + 1) / 60;
      return counts[hour]! + share * (counts[hour + 1]! - counts[hour]!);
    };
  const gauge =
    (valueIn: (hour: number) => number): ReadingAt =>
    (minute) =>
      valueIn(Math.floor(minute / 60));
  const sensors = new Map([
    [1, counter(usedAt)],
    [2, gauge((hour) => power[hour]!)],
    [3, counter(madeAt)],
    [4, gauge(() => 40)],
    [5, gauge(outdoorAt)],
  ]);
  return minuteHistory(start, hours * 60, sensors);
}

const point = { description: '', safetyRequired: false, periodMs: 1000 };
const points = [
  { ...point, name: 'energy', sensorId: 1, unit: 'kWh', role: 'energy_import', counter: true },
  { ...point, name: 'power', sensorId: 2, unit: 'kW', role: 'power' },
  { ...point, name: 'production_count', sensorId: 3, unit: 'pieces', role: 'production_count', counter: true },
  { ...point, name: 'temperature', sensorId: 4, unit: '°C', role: 'temperature' },
] as const;
const outdoor = { ...point, name: 'outdoor', sensorId: 5, unit: '°C', role: 'temperature' } as const;

function siteOf(): SiteRuntime {
  const image = new ProcessImage();
  image.add(new PointIndex('press', points));
  image.add(new PointIndex('weather', [outdoor]));
  const sensorsOf = (device: string, measured: readonly { name: string; sensorId: number }[]) =>
    measured.map(({ name, sensorId: id }) => ({ id, tag: `${device}-${name}`, device, point: name }));
  const model = {
    gateway: { siteId: 'SITE', simulated: true },
    sites: [{ code: 'EAST' }, { code: 'WEST' }],
    servers: [],
    blocks: [],
    equipment: [],
    devices: [
      { id: 'press', site: 'EAST' },
      { id: 'weather', site: 'EAST' },
      { id: 'idle', site: 'WEST' },
    ],
    factories: [{ uuid: 'f', timezone: 'UTC', outdoorTemperature: 'weather-outdoor' }],
    machines: [press, idle],
    sensors: [...sensorsOf('press', points), ...sensorsOf('weather', [outdoor])],
  } as unknown as SiteModel;
  return { model, image, devices: new Map() } as unknown as SiteRuntime;
}

/** What the alarm machine was told of a machine. */
export interface ToldCondition {
  readonly sensor: unknown;
  readonly active: boolean;
  readonly priority: string;
  readonly message?: string;
}

/** The analytics of the press on a store in memory; what trains runs in this thread. */
export async function pressAnalytics(options: PressOptions = {}) {
  const { hours = 400 } = options;
  const clock = new ManualClock(hourAt(hours) + 120_000);
  const store = memoryStore([analyticsStore]);
  const entries: AuditEntry[] = [];
  const told: ToldCondition[] = [];
  const site = siteOf();
  const context = {
    history: pressHistory(options),
    store,
    site,
    machines: new MachineDirectory(site),
    log: notingLog(store, entries),
    alarms: {
      define: () => Promise.resolve([]),
      setCondition: (condition: ToldCondition) => told.push(condition),
    },
    compute: inThread,
    clock,
    report: () => undefined,
  } as unknown as AnalyticsContext;
  const trainings = new TrainingJobs(clock);
  const baselines = new Baselines(context, trainings);
  const anomalies = await Anomalies.start(context, baselines);
  return { clock, context, entries, told, trainings, baselines, anomalies };
}
