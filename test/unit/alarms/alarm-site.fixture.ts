import assert from 'node:assert/strict';
import type { ActionRequest, AlarmAction } from '../../../nodes/alarms/alarm-action.ts';
import type { AlarmBody } from '../../../nodes/alarms/alarm-body.ts';
import type { AlarmNotice } from '../../../nodes/alarms/alarm-feed.ts';
import { AlarmService } from '../../../nodes/alarms/alarm-service.ts';
import type { Condition } from '../../../nodes/alarms/condition.ts';
import {
  Bus,
  Frame,
  PointIndex,
  ProcessImage,
  Quality,
  SiteDirectory,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryAlarms } from './memory-alarms.fixture.ts';

export const pollMs = 5000;

const limits = {
  HH: { limit: 38, priority: 'P1', delayS: 30 },
  H: { limit: 35, priority: 'P2', delayS: 60 },
} as const;

/** One block with a cooling loop whose pump is the cause of its flow and, through it, of its temperature. */
const model = {
  gateway: { siteId: 'SITE-CL-001', simulated: true },
  sites: [{ code: 'WLCE', slug: 'wlce' }],
  servers: [],
  blocks: [{ slug: 'block-01', site: 'WLCE' }],
  equipment: [{ id: 1, tag: 'CDU-01', block: 'block-01', subsystem: 'thermal-l1' }],
  devices: [
    { id: 'CDU-01', site: 'WLCE' },
    { id: 'GRID', site: 'WLCE' },
  ],
  sensors: [
    { id: 41, tag: 'CDU-01-PUMP', device: 'CDU-01', point: 'pump_speed', equipment: 'CDU-01' },
    { id: 42, tag: 'CDU-01-T-SUP', device: 'CDU-01', point: 'supply_temp', equipment: 'CDU-01', alarms: limits },
    { id: 43, tag: 'CDU-01-FLOW', device: 'CDU-01', point: 'flow', equipment: 'CDU-01' },
    { id: 21, tag: 'GRID-P', device: 'GRID', point: 'power' },
  ],
  alarmRules: [
    { cause: 'CDU-01-PUMP', consequences: ['CDU-01-FLOW'] },
    { cause: 'CDU-01-FLOW', consequences: ['CDU-01-T-SUP'] },
  ],
} as unknown as SiteModel;

const point = { description: 'As the profile says', safetyRequired: false, periodMs: pollMs } as const;

const cduIndex = new PointIndex('CDU-01', [
  { ...point, name: 'supply_temp', unit: '°C', sensorId: 42, range: [0, 80] },
  { ...point, name: 'flow', unit: 'm³/h', sensorId: 43, range: [0, 200] },
  { ...point, name: 'pump_speed', unit: 'rpm', sensorId: 41 },
]);

export function alarmSite(): SiteRuntime {
  const image = new ProcessImage();
  image.add(cduIndex).setConnected(true);
  return { model, image, bus: new Bus((text) => assert.fail(text)), devices: new Map() };
}

/** A frame of the cooling unit; what is left out is bad. */
export function cduFrame(
  clock: ManualClock,
  found: Readonly<Record<string, number>>,
  origin: Frame['origin'] = 'polled',
): Frame {
  const values = Float64Array.from(cduIndex.points, ({ name }) => found[name] ?? NaN);
  const quality = Uint8Array.from(cduIndex.points, ({ name }) => (name in found ? Quality.good : Quality.bad));
  const times = { ts: clock.now(), cycle: 1, durationMs: 5 };
  return new Frame({
    siteId: 'WLCE',
    deviceId: 'CDU-01',
    origin,
    index: cduIndex,
    values,
    quality,
    ...times,
  });
}

/** An alarm service on memory that can be started again, and what it told. */
export class AlarmRig {
  readonly clock = new ManualClock();
  readonly memory = new MemoryAlarms();
  readonly site = alarmSite();
  readonly directory = new SiteDirectory(this.site);
  notices: AlarmNotice[] = [];
  reports: string[] = [];
  #service: AlarmService | undefined;

  get service(): AlarmService {
    assert.ok(this.#service);
    return this.#service;
  }

  async start(): Promise<this> {
    this.#service = await AlarmService.start({
      clock: this.clock,
      store: this.memory.tables,
      log: this.memory.log,
      directory: this.directory,
      report: (text) => this.reports.push(text),
    });
    this.#service.subscribe((notice) => this.notices.push(notice));
    return this;
  }

  /** The process ends and starts again after some time, in which the wall clock may be set. */
  async restart({ downMs = 0, wallStepMs = 0 } = {}): Promise<void> {
    await this.service.stop();
    this.clock.advance(downMs);
    this.clock.stepWall(wallStepMs);
    await this.start();
  }

  async set(sensor: number, active: boolean, changes: Partial<Condition> = {}): Promise<void> {
    this.service.setCondition({ sensor, source: 'limits', priority: 'P2', active, ...changes });
    await this.service.settled();
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.service.settled();
  }

  act(action: AlarmAction, sensorId: number, changes: Partial<ActionRequest> = {}): Promise<AlarmBody> {
    const requester = { keyId: 'k1', source: 'nick.searra', via: 'http' } as const;
    return this.service.act({ action, sensorId, requester, reason: 'calibration', durationHours: 4, ...changes });
  }

  /** State of each of a sensor's alarms. */
  states(sensorId: number): readonly string[] {
    const states = ['CLEARED', 'ACTIVE', 'ACKED', 'RTN_UNACK', 'LATCHED', 'SHELVED', 'SUPPRESSED', 'OUT_OF_SERVICE'];
    const filter = { sensorId, states: states as AlarmBody['state'][] };
    return this.service.list(filter, { offset: 0, limit: 100 }).alarms.map(({ state }) => state);
  }

  /** What was announced since the last call, as `event tag`. */
  heard(): readonly string[] {
    const heard = this.notices.map(({ event, alarm }) => `${event} ${alarm.tag}`);
    this.notices = [];
    return heard;
  }
}
