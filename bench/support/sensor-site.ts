import path from 'node:path';
import {
  type Buckets,
  frameStoreModule,
  HistoryService,
  historyStoreModule,
  Store,
} from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus, Frame, PointIndex } from '../../nodes/site/index.ts';
import { Random } from '../../test/faults/support/random.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import type { BenchContext } from './benchmark.ts';

const devices = 50;
const pointsPerDevice = 100;
export const sensors = devices * pointsPerDevice;
const tickMs = 5000;
const minuteMs = 60_000;

/** A site of 5000 sensors that walk in steps of 0.01, with its history, on a clock that the benchmark moves. */
export class SensorSite {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly history: HistoryService;
  readonly #bus: Bus;
  readonly #random = new Random(1);
  readonly #indexes = Array.from({ length: devices }, (_, device) => indexOf(device));
  readonly #hundredths = new Int32Array(sensors).fill(3200);
  #cycle = 0;

  static async open({ folder, say }: Pick<BenchContext, 'folder' | 'say'>): Promise<SensorSite> {
    const modules = [frameStoreModule, historyStoreModule];
    const store = await Store.open({
      folder: path.join(folder, 'site'),
      modules,
      maxMb: 8192,
      clock: systemClock,
      report: say,
    });
    const bus = new Bus(say);
    const clock = new ManualClock(Date.UTC(2026, 1, 21, 12));
    const history = await HistoryService.start({
      store,
      bus,
      clock,
      maxRawBytes: 8e9,
      maxHeldMs: 3_600_000,
      heldFromSeq: () => null,
      report: say,
    });
    return new SensorSite({ store, bus, clock, history });
  }

  private constructor(parts: { store: Store; bus: Bus; clock: ManualClock; history: HistoryService }) {
    this.store = parts.store;
    this.clock = parts.clock;
    this.history = parts.history;
    this.#bus = parts.bus;
  }

  /** The next reading of every sensor, by sensor id less one. */
  walk(): Float64Array {
    return Float64Array.from(this.#hundredths, (_, sensor) => this.#step(sensor) / 100);
  }

  /** The frames of one tick, not published yet. */
  drawTick(): readonly Frame[] {
    const values = this.walk();
    this.#cycle += 1;
    return this.#indexes.map((index, device) => {
      const from = device * pointsPerDevice;
      return new Frame({
        siteId: 'SITE-BENCH-01',
        deviceId: index.deviceId,
        // Devices answer one after the other, not twice at the same millisecond.
        ts: this.clock.now() + Math.floor(this.#random.between(0, 200)),
        cycle: this.#cycle,
        durationMs: 20,
        origin: 'polled',
        index,
        values: values.slice(from, from + pointsPerDevice),
        quality: new Uint8Array(pointsPerDevice),
      });
    });
  }

  /** Resolves when the frames are on the disk. */
  async record(frames: readonly Frame[]): Promise<void> {
    for (const frame of frames) this.#bus.publish(frame);
    await this.history.flush();
  }

  /** Lets the time until the next tick pass, with all that is to be done in it; sealing comes every ten seconds. */
  async pass(): Promise<void> {
    this.clock.advance(tickMs);
    if (this.#cycle % 2 === 0) await this.history.settle();
  }

  /** Gives the first sensors a past of closed one-minute buckets. */
  async importPast(count: number, from: number, to: number): Promise<void> {
    const [index] = this.#indexes;
    if (!index) return;
    const past = Array.from({ length: count }, (_, sensor) => ({
      sensorId: sensor + 1,
      buckets: this.#minutes(sensor, from, to),
    }));
    await this.history.importBuckets({ siteId: 'SITE-BENCH-01', index }, past);
  }

  async close(): Promise<void> {
    await this.history.stop();
    await this.store.close();
  }

  #step(sensor: number): number {
    return (this.#hundredths[sensor] = (this.#hundredths[sensor] ?? 0) + Math.round(this.#random.between(-10, 10)));
  }

  #minutes(sensor: number, from: number, to: number): Buckets {
    const count = Math.floor((to - from) / minuteMs);
    const column = (valueAt: (at: number) => number): Float64Array =>
      Float64Array.from({ length: count }, (_, at) => valueAt(at));
    const last = column(() => this.#step(sensor) / 100);
    return {
      start: column((at) => from + at * minuteMs),
      n: column(() => 12),
      good: column(() => 12),
      expected: column(() => 12),
      sum: column((at) => Math.round(1200 * (last[at] ?? NaN)) / 100),
      min: column((at) => (Math.round(100 * (last[at] ?? NaN)) - 12) / 100),
      max: column((at) => (Math.round(100 * (last[at] ?? NaN)) + 15) / 100),
      first: column((at) => last[at - 1] ?? last[at] ?? NaN),
      last,
      delta: column(() => NaN),
    };
  }
}

function indexOf(device: number): PointIndex {
  const points = Array.from({ length: pointsPerDevice }, (_, column) => ({
    name: `P${column}`,
    description: '',
    unit: '°C',
    safetyRequired: false,
    periodMs: tickMs,
    sensorId: device * pointsPerDevice + column + 1,
  }));
  return new PointIndex(`device-${device}`, points);
}
