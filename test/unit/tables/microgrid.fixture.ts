import {
  Bus,
  type DeviceModel,
  type Frame,
  PointIndex,
  ProcessImage,
  type SiteRuntime,
} from '../../../nodes/site/index.ts';
import { Microgrid } from '../../../nodes/tables/index.ts';
import tableStore from '../../../nodes/tables/table-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { memoryConnection } from '../../support/store-engines.ts';
import { ConnectedStore } from '../history/history.fixture.ts';

const point = { description: '', safetyRequired: false, periodMs: 1000 };

export const batteryIndex = new PointIndex('BESS-01', [
  { ...point, name: 'soc', unit: '%', role: 'soc', sensorId: 1 },
  { ...point, name: 'setpoint', unit: 'kW', role: 'setpoint', sensorId: 2 },
]);
export const meterIndex = new PointIndex('GRID-01', [
  { ...point, name: 'power', unit: 'kW', role: 'power', sensorId: 3 },
  { ...point, name: 'current_l1', unit: 'A', sensorId: 4 },
]);
/** Of the posted meter: the energy is not the first point, and one point has no column in contract 001. */
export const postedIndex = new PointIndex('SUB-01', [
  { ...point, name: 'voltage_l1', unit: 'V', sensorId: 5 },
  { ...point, name: 'power', unit: 'kW', role: 'power', sensorId: 6 },
  { ...point, name: 'energy', unit: 'kWh', role: 'energy_import', counter: true, sensorId: 7 },
  { ...point, name: 'temperature', unit: '°C', sensorId: 8 },
]);
const device = { name: '', profile: '', site: 'WLCE' };
export const battery = {
  ...device,
  id: 'BESS-01',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  type: 'bess',
  unit: 1,
  ratings: { chargeKw: 100, dischargeKw: 80, capacityKwh: 500 },
} as const satisfies DeviceModel;
export const meter = {
  ...device,
  id: 'GRID-01',
  uuid: '123e4567-e89b-12d3-a456-426614174001',
  type: 'meter',
} as const satisfies DeviceModel;

/** Declared in the site file; nothing is connected. */
export const postedMeter = {
  ...device,
  id: 'SUB-01',
  uuid: '123e4567-e89b-12d3-a456-426614174002',
  type: 'meter',
  source: 'posted',
} as const satisfies DeviceModel;

/** The microgrid of a battery, a meter and a posted meter, on a store in memory, without a history. */
export class TestMicrogrid {
  readonly clock = new ManualClock(Date.UTC(2024, 0, 1, 12));
  readonly reports: string[] = [];
  readonly frames: Frame[] = [];
  readonly bus = new Bus((text) => this.reports.push(text));
  readonly store = new ConnectedStore(memoryConnection([tableStore]));
  microgrid!: Microgrid;

  async start(changes: { readonly readingPeriodMs?: number; readonly readingKeepDays?: number } = {}): Promise<this> {
    const image = new ProcessImage();
    image.add(batteryIndex);
    image.add(meterIndex);
    image.add(postedIndex);
    const { bus, clock } = this;
    const model = { devices: [battery, meter, postedMeter] };
    const site = { model, devices: new Map(), image, bus } as unknown as SiteRuntime;
    bus.subscribe((frame) => this.frames.push(frame));
    this.microgrid = await Microgrid.start({
      store: this.store.asStore(),
      history: { series: () => Promise.reject(new Error('no history')) },
      site,
      clock,
      readingPeriodMs: 0,
      readingKeepDays: 30,
      report: (text) => this.reports.push(text),
      ...changes,
    });
    return this;
  }
}

/** Lets everything happen that waits for no clock. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
