import type { ImportedBuckets } from '../history/index.ts';
import { WorkerClient } from '../kernel/index.ts';
import { Frame, type PointIndex, Quality } from '../site/index.ts';
import type { DeviceBuckets, DeviceFrames } from './history-batch.ts';
import type { HistoryRunOptions, HistoryStep } from './history-run.ts';

/** A device of the gateway, and its unit id at the plant. */
export interface SimulatedDevice {
  readonly siteId: string;
  readonly unit: number;
  readonly index: PointIndex;
}

export interface SimulatedHistoryOptions extends Omit<HistoryRunOptions, 'devices'> {
  readonly devices: readonly SimulatedDevice[];
  /** Told how far the run has come, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** One-minute buckets of one device in one UTC day, or frames of one device in up to ten minutes. */
export type HistoryBatch =
  | { readonly kind: 'buckets'; readonly device: SimulatedDevice; readonly sensors: readonly ImportedBuckets[] }
  | { readonly kind: 'frames'; readonly device: SimulatedDevice; readonly frames: readonly Frame[] };

/**
 * The demo plant's past, made in a thread of its own by the physics of the living plant, which goes on where it ends.
 * Days come in the order of time; the next one is made while one is taken in. The columns of a batch are used again:
 * they hold until the next batch is asked for. Who breaks off the loop ends the thread.
 */
export async function* simulateHistory(options: SimulatedHistoryOptions): AsyncGenerator<HistoryBatch, void> {
  const { opening, days, rawHours, leftOut, fromMs, devices, onProgress = () => undefined } = options;
  const byId = new Map(devices.map((device) => [device.index.deviceId, device]));
  const wireDevices = devices.map(({ unit, index }) => ({ deviceId: index.deviceId, unit, points: index.points }));
  const worker = new WorkerClient({
    module: new URL('./history.worker', import.meta.url),
    name: 'simulated history',
    data: { opening, days, rawHours, leftOut, devices: wireDevices, ...(fromMs !== undefined && { fromMs }) },
  });
  try {
    for await (const step of stepsOf(worker)) {
      if (step.kind !== 'progress') yield* batchesOf(byId, step);
      if (step.kind !== 'frames') onProgress(step.share);
    }
  } finally {
    await worker.close();
  }
}

async function* stepsOf(worker: WorkerClient): AsyncGenerator<HistoryStep, void> {
  const next = (): Promise<HistoryStep | null> => {
    const step = worker.call('next') as Promise<HistoryStep | null>;
    // Nobody waits for the step that is being made when the loop is broken off.
    step.catch(() => undefined);
    return step;
  };
  let made = next();
  for (let step = await made; step !== null; step = await made) {
    made = next();
    yield step;
  }
}

function* batchesOf(
  byId: ReadonlyMap<string, SimulatedDevice>,
  step: Exclude<HistoryStep, { kind: 'progress' }>,
): Generator<HistoryBatch, void> {
  for (const made of step.devices) {
    const device = byId.get(made.deviceId);
    if (device) yield 'sensors' in made ? bucketsOf(device, made) : framesOf(device, made);
  }
}

const bucketsOf = (device: SimulatedDevice, { sensors }: DeviceBuckets): HistoryBatch => ({
  kind: 'buckets',
  device,
  sensors,
});

function framesOf(device: SimulatedDevice, { times, values }: DeviceFrames): HistoryBatch {
  const { siteId, index } = device;
  const frames = Array.from(times, (ts, cycle) => {
    const row = values.subarray(cycle * index.size, (cycle + 1) * index.size);
    const quality = Uint8Array.from(row, (value) => (Number.isNaN(value) ? Quality.bad : Quality.good));
    const fields = { siteId, deviceId: index.deviceId, ts, cycle, durationMs: 0, index, values: row, quality };
    return new Frame({ ...fields, origin: 'simulated-history' });
  });
  return { kind: 'frames', device, frames };
}
