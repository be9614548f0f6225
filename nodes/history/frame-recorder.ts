import { asBusbarError, type Clock, integerVariable, textOf, type Timer } from '../kernel/index.ts';
import { type Bus, type Frame, notDue, type PointIndex, Quality } from '../site/index.ts';
import { type FrameRow, frameWrites } from './frame-store.ts';
import { HourCount } from './hour-count.ts';
import type { Store } from './store.ts';
import type { RecordedFrame } from './tier-aggregator.ts';

export interface FrameRecorderOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Beyond this the frames that came first are removed: sealing takes them earlier unless it fails. */
  readonly maxBytes: number;
  /** Told of frames that are on the disk, in the order in which they were published. */
  readonly onRecorded?: (recorded: readonly RecordedFrame[]) => void;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

export const frameVariables = {
  RAW_MAX_AGE_H: integerVariable({
    doc: 'Hours that raw frames wait for the cloud before they are sealed into the history, out of its reach.',
    default: 96,
    min: 1,
    max: 8760,
  }),
  RAW_MAX_MB: integerVariable({
    doc: 'Most megabytes of raw samples in the store; the oldest are removed first.',
    default: 1536,
    min: 1,
    max: 1_000_000,
  }),
};

export interface FrameRecorderState {
  /** Frames on the disk since the start. */
  readonly recorded: number;
  /** Frames lost since the start because the store took too long. */
  readonly dropped: number;
  /** Frames that wait for their commit. */
  readonly waiting: number;
  /** Samples that came to the disk in the last sixty whole minutes; null before these have run. */
  readonly samplesLastHour: number | null;
}

/** Long enough for the frames of one tick to share a commit, short enough that a crash costs little. */
const gatherMs = 200;
const retryMs = 1000;
const retentionMs = 10_000;
/** Removals of one round, so that a bound that was lowered is reached without holding up the writer. */
const maxSlicesPerRound = 20;
const ringFrames = 20_000;
const framesPerCommit = 1000;

/**
 * Writes every frame of the bus to the store, those of one tick in one commit. It never holds up the bus: while the store
 * cannot write, the newest frames wait in memory and the oldest of them are lost and counted.
 */
export class FrameRecorder {
  readonly #options: FrameRecorderOptions;
  readonly #indexIds = new Map<PointIndex, number>();
  readonly #unsubscribe: () => void;
  readonly #retention: Timer;
  readonly #samples: HourCount;
  #waiting: Frame[] = [];
  #beingWritten: readonly Frame[] = [];
  #gathering: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();
  #recorded = 0;
  #dropped = 0;
  #failing = false;
  #isRemovalFailing = false;

  constructor(options: FrameRecorderOptions) {
    this.#options = options;
    this.#samples = new HourCount(options.clock.monotonic());
    this.#unsubscribe = options.bus.subscribe((frame) => this.#take(frame));
    this.#retention = options.clock.every(retentionMs, () => void this.retain());
  }

  state(): FrameRecorderState {
    return {
      recorded: this.#recorded,
      dropped: this.#dropped,
      waiting: this.#waiting.length,
      samplesLastHour: this.#samples.total(this.#options.clock.monotonic()),
    };
  }

  /** Time of the oldest frame that is not on the disk yet, epoch milliseconds; Infinity when all are. */
  oldestWaiting(): number {
    return [...this.#waiting, ...this.#beingWritten].reduce((oldest, { ts }) => Math.min(oldest, ts), Infinity);
  }

  /** Number under which the store knows the columns of a device. Rejects like a write of the store. */
  async pointIndexOf(siteId: string, index: PointIndex): Promise<number> {
    const known = this.#indexIds.get(index);
    if (known !== undefined) return known;
    const row = { siteId, deviceId: index.deviceId, points: JSON.stringify(index.points) };
    const number = await this.#options.store.write(frameWrites.describe, row);
    this.#indexIds.set(index, number);
    return number;
  }

  /** Writes what waits now. Runs by itself after each tick. */
  flush(): Promise<void> {
    this.#gathering?.cancel();
    this.#gathering = undefined;
    this.#writing = this.#writing.then(() => this.#writeWaiting());
    return this.#writing;
  }

  /** Removes frames beyond the bound. Runs by itself. */
  async retain(): Promise<void> {
    const { maxBytes } = this.#options;
    for (let slice = 0; slice < maxSlicesPerRound; slice += 1) {
      if ((await this.#removeSlice(maxBytes)) === 0) return;
    }
  }

  /** Writes what waits, then ends. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#retention.cancel();
    await this.flush();
    this.#gathering?.cancel();
  }

  #take(frame: Frame): void {
    this.#waiting.push(frame);
    if (this.#waiting.length > ringFrames) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#gathering ??= this.#options.clock.after(this.#failing ? retryMs : gatherMs, () => void this.flush());
  }

  async #writeWaiting(): Promise<void> {
    const { store, report } = this.#options;
    while (this.#waiting.length > 0) {
      const frames = this.#waiting.splice(0, framesPerCommit);
      this.#beingWritten = frames;
      try {
        await this.#describe(frames);
        await store.write(
          frameWrites.record,
          frames.map((frame) => this.#rowOf(frame)),
        );
        this.#noteRecorded(frames);
      } catch (thrown) {
        if (!this.#failing) report(`frames cannot be recorded: ${textOf(thrown)}`);
        this.#failing = true;
        this.#putBack(frames);
        // Raw frames go first, so that the rows that may not be lost find room.
        if (asBusbarError(thrown).code === 'store_full') await this.#makeRoom();
        return;
      } finally {
        this.#beingWritten = [];
      }
    }
  }

  #noteRecorded(frames: readonly Frame[]): void {
    this.#recorded += frames.length;
    const samples = frames.reduce((sum, frame) => sum + samplesIn(frame), 0);
    this.#samples.add(samples, this.#options.clock.monotonic());
    this.#failing = false;
    this.#options.onRecorded?.(frames.map((frame) => ({ frame, pointIndex: this.#numberOf(frame) })));
  }

  /** In front of those that came meanwhile; the ring keeps its size. */
  #putBack(frames: readonly Frame[]): void {
    const all = [...frames, ...this.#waiting];
    this.#waiting = all.slice(-ringFrames);
    this.#dropped += all.length - this.#waiting.length;
    this.#gathering ??= this.#options.clock.after(retryMs, () => void this.flush());
  }

  async #makeRoom(): Promise<void> {
    const removed = await this.#removeSlice(0);
    if (removed > 0) this.#options.report(`${removed} raw frames were removed, because the store is full`);
  }

  async #removeSlice(maxBytes: number): Promise<number> {
    const { store, report } = this.#options;
    try {
      const removed = await store.write(frameWrites.retain, maxBytes);
      this.#isRemovalFailing = false;
      return removed;
    } catch (thrown) {
      if (!this.#isRemovalFailing) report(`old frames could not be removed: ${textOf(thrown)}`);
      this.#isRemovalFailing = true;
      return 0;
    }
  }

  async #describe(frames: readonly Frame[]): Promise<void> {
    const described = new Map(frames.map((frame) => [frame.index, frame.siteId]));
    for (const [index, siteId] of described) await this.pointIndexOf(siteId, index);
  }

  #numberOf({ index }: Frame): number {
    return this.#indexIds.get(index) ?? NaN;
  }

  #rowOf(frame: Frame): FrameRow {
    const { deviceId, ts, cycle, durationMs, origin, values, quality, reasons } = frame;
    return {
      pointIndex: this.#numberOf(frame),
      deviceId,
      ts: Math.round(ts),
      cycle,
      durationMs,
      origin,
      values: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      quality: quality.every((each) => each === Quality.good) ? null : quality,
      reasons: reasons.size === 0 ? null : JSON.stringify(Object.fromEntries(reasons)),
    };
  }
}

/** Readings of sensors, those without a value included; a point whose turn it was not has none. */
function samplesIn({ index, reasons }: Frame): number {
  return index.points.filter(({ sensorId }, column) => sensorId !== undefined && reasons.get(column) !== notDue).length;
}
