import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { HistoryService } from '../../../nodes/history/history-service.ts';
import {
  Bus,
  type Frame,
  PointIndex,
  ProcessImage,
  type SiteModel,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ConnectedStore } from './history.fixture.ts';

const model = {
  gateway: { siteId: 'SITE-CL-001', simulated: false },
  sites: [{ code: 'WLCE', slug: 'wlce' }],
  servers: [],
  blocks: [{ slug: 'block-01', site: 'WLCE' }],
  equipment: [{ id: 1, tag: 'TANK-01', block: 'block-01', type: 'tank', subsystem: 'thermal-l1' }],
  devices: [
    { id: 'TANK', site: 'WLCE', source: 'posted' },
    { id: 'BROKEN', site: 'WLCE', source: 'posted' },
    { id: 'PUMP', site: 'WLCE', source: 'polled' },
  ],
  sensors: [
    { id: 1, tag: 'TANK-T', device: 'TANK', point: 'temperature', equipment: 'TANK-01' },
    { id: 2, tag: 'TANK-E', device: 'TANK', point: 'energy', equipment: 'TANK-01' },
    { id: 3, tag: 'TANK-L', device: 'TANK', point: 'level', equipment: 'TANK-01' },
    { id: 8, tag: 'BROKEN-P', device: 'BROKEN', point: 'power' },
    { id: 9, tag: 'PUMP-P', device: 'PUMP', point: 'power' },
  ],
} as unknown as SiteModel;

/**
 * TANK is posted: a temperature from -40 to 150 °C, a counter, a level, and a point that is not recorded. BROKEN is posted
 * and faulted, PUMP is polled.
 */
export function postedSite(): SiteRuntime {
  const image = new ProcessImage();
  const point = { description: '', safetyRequired: false, periodMs: 5000 } as const;
  image.add(
    new PointIndex('TANK', [
      { ...point, name: 'temperature', unit: '°C', range: [-40, 150], sensorId: 1 },
      { ...point, name: 'state', unit: '' },
      { ...point, name: 'energy', unit: 'kWh', counter: true, sensorId: 2 },
      { ...point, name: 'level', unit: '%', sensorId: 3 },
    ]),
  );
  image.add(new PointIndex('PUMP', [{ ...point, name: 'power', unit: 'kW', sensorId: 9 }]));
  const devices = model.devices.map((device) => {
    return [device.id, { model: device, ...(device.id === 'BROKEN' && { fault: 'there is no profile x' }) }] as const;
  });
  return { model, devices: new Map(devices), image, bus: new Bus((text) => assert.fail(text)) };
}

/** Such a site with its history on a store that the test can take down. */
export class PostedSiteHistory {
  readonly clock = new ManualClock();
  readonly site = postedSite();
  readonly frames: Frame[] = [];
  readonly store: ConnectedStore;
  history!: HistoryService;

  /** On a connection in which the migrations of the history have run. */
  constructor(connection: Connection) {
    this.store = new ConnectedStore(connection);
    this.site.bus.subscribe((frame) => this.frames.push(frame));
  }

  async start(): Promise<this> {
    this.history = await HistoryService.start({
      store: this.store.asStore(),
      bus: this.site.bus,
      clock: this.clock,
      maxRawBytes: 1e9,
      maxHeldMs: 96 * 3_600_000,
      heldFromSeq: () => null,
      report: () => undefined,
    });
    return this;
  }
}
