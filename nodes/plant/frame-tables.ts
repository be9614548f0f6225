import type { DeviceFrames, HistoryDevice } from './history-batch.ts';

/** Collects raw samples into one table for each device, at its poll period. */
export class FrameTables {
  readonly #tables: readonly FrameTable[];

  /** `divisors` of all columns: the points of the devices one after the other. */
  constructor(devices: readonly HistoryDevice[], divisors: Float64Array) {
    let firstColumn = 0;
    this.#tables = devices.map((device) => {
      const table = new FrameTable(device, divisors, firstColumn);
      firstColumn += device.points.length;
      return table;
    });
  }

  add(raw: Float64Array, epochMs: number): void {
    for (const table of this.#tables) table.add(raw, epochMs);
  }

  /** What was collected since the last time. */
  take(): readonly DeviceFrames[] {
    return this.#tables.map((table) => table.take());
  }
}

class FrameTable {
  readonly #device: HistoryDevice;
  readonly #divisors: Float64Array;
  readonly #firstColumn: number;
  readonly #cycleMs: number;
  #times: number[] = [];
  #values: number[] = [];

  constructor(device: HistoryDevice, divisors: Float64Array, firstColumn: number) {
    this.#device = device;
    this.#divisors = divisors;
    this.#firstColumn = firstColumn;
    this.#cycleMs = Math.min(...device.points.map(({ periodMs }) => periodMs));
  }

  /** A point whose poll group is not due has no value in the frame. */
  add(raw: Float64Array, epochMs: number): void {
    if (epochMs % this.#cycleMs !== 0) return;
    this.#times.push(epochMs);
    for (const [index, { periodMs }] of this.#device.points.entries()) {
      const column = this.#firstColumn + index;
      const isDue = epochMs % periodMs === 0;
      this.#values.push(isDue ? (raw[column] ?? Number.NaN) / (this.#divisors[column] ?? 1) : Number.NaN);
    }
  }

  take(): DeviceFrames {
    const { deviceId } = this.#device;
    const [times, values] = [Float64Array.from(this.#times), Float64Array.from(this.#values)];
    this.#times = [];
    this.#values = [];
    return { deviceId, times, values };
  }
}
