import { type Clock, defineService, type Timer } from '../kernel/index.ts';
import type { Bus, Frame, PointIndex } from '../site/index.ts';
import { FrameRecorder, type FrameRecorderState } from './frame-recorder.ts';
import type { TierStats } from './history-stats.ts';
import { historyReads, historyWrites } from './history-store.ts';
import type { ImportedBuckets } from './import-history.ts';
import { importParts, samplesOf } from './import-parts.ts';
import { KeptWindows } from './kept-windows.ts';
import { type LatestReading, LatestReadings } from './latest-readings.ts';
import { Sealer } from './sealer.ts';
import type { Series, SeriesQuestion } from './series.ts';
import {
  type ManySeriesJson,
  type ManySeriesQuestion,
  requireWithin,
  type SeriesJson,
  type SeriesJsonQuestion,
} from './series-json.ts';
import type { Store } from './store.ts';
import type { Tier } from './tier.ts';
import { TierAggregator } from './tier-aggregator.ts';
import { TierKeeper } from './tier-keeper.ts';
import { type HistoryStore, watchBuckets } from './watch-buckets.ts';

export interface HistoryOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Days that each tier is kept; the default where it is absent. */
  readonly keepDays?: Partial<Readonly<Record<Tier, number>>>;
  /** Most bytes of raw samples; the oldest go first. */
  readonly maxRawBytes: number;
  /** Longest time that raw frames wait for the cloud, milliseconds. */
  readonly maxHeldMs: number;
  /** Sequence number of the oldest frame that the cloud has not got, or null. */
  readonly heldFromSeq: () => number | null;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

export interface HistoryState extends FrameRecorderState {
  /** Buckets that wait to be counted again. */
  readonly staleBuckets: number;
}

/** The devices whose history is imported, as the site knows them. */
export interface ImportedDevice {
  readonly siteId: string;
  readonly index: PointIndex;
}

/** Two years of minutes and seven of hours, as contract 002 keeps them. */
const defaultKeepDays: Readonly<Record<Tier, number>> = {
  telemetry: 90,
  agg_1min: 730,
  agg_5min: 730,
  agg_1hour: 2557,
  agg_1day: 2557,
};
const closingMs = 1000;
const sealingMs = 10_000;

/** The history of the running gateway. */
export const historyService = defineService<HistoryService>('history');

/** Records every frame of the bus, keeps the tiers, and answers from both. */
export class HistoryService {
  readonly #options: HistoryOptions;
  readonly #store: HistoryStore;
  readonly #windows: KeptWindows;
  readonly #recorder: FrameRecorder;
  readonly #aggregator: TierAggregator;
  readonly #keeper: TierKeeper;
  readonly #sealer: Sealer;
  readonly #latest: LatestReadings;
  readonly #unsubscribe: () => void;
  readonly #timers: readonly Timer[];

  /** Takes over what the last run left. Rejects like a read of the store. */
  static async start(options: HistoryOptions): Promise<HistoryService> {
    const { stale, closedUntil, newest } = await options.store.read(historyReads.state, undefined);
    const aggregator = new TierAggregator(Math.max(options.clock.now(), closedUntil));
    for (const key of stale) aggregator.markStale(key);
    return new HistoryService(options, aggregator, new LatestReadings(newest));
  }

  private constructor(options: HistoryOptions, aggregator: TierAggregator, latest: LatestReadings) {
    const { bus, clock, maxRawBytes, maxHeldMs, heldFromSeq, report } = options;
    this.#options = options;
    this.#windows = new KeptWindows((question) => options.store.read(historyReads.windowTexts, question));
    const store = watchBuckets(options.store, () => this.#windows.forget());
    this.#store = store;
    this.#aggregator = aggregator;
    this.#latest = latest;
    this.#recorder = new FrameRecorder({
      store: options.store,
      bus,
      clock,
      maxBytes: maxRawBytes,
      onRecorded: (recorded) => recorded.forEach((each) => aggregator.fold(each)),
      report,
    });
    const oldestWaiting = (): number => this.#recorder.oldestWaiting();
    this.#keeper = new TierKeeper({ store, clock, aggregator, oldestWaiting, report });
    const keepDays = { ...defaultKeepDays, ...options.keepDays };
    this.#sealer = new Sealer({ store, clock, keepDays, maxRawBytes, maxHeldMs, heldFromSeq, report });
    this.#unsubscribe = bus.subscribe((frame) => latest.take(frame));
    this.#timers = [
      clock.every(closingMs, () => void this.#keeper.close()),
      clock.every(sealingMs, () => void this.#sealer.run()),
    ];
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  state(): HistoryState {
    return { ...this.#recorder.state(), staleBuckets: this.#aggregator.staleCount };
  }

  /** A sensor's buckets or samples as columns. Rejects with `chunk_damaged` and like a read of the store. */
  series(question: SeriesQuestion): Promise<Series> {
    return this.#store.read(historyReads.series, question);
  }

  /** A sensor's points as the JSON text of contract 002, in UTF-8. Rejects with `series_too_long` and like `series`. */
  async seriesJson(question: SeriesJsonQuestion): Promise<SeriesJson> {
    if (!this.#windows.takes(question)) return this.#store.read(historyReads.seriesJson, question);
    const series = await this.#windows.seriesJson(question);
    requireWithin(question, series.pointCount);
    return series;
  }

  /** Points of several sensors as JSON text by sensor id, in UTF-8. Rejects like `seriesJson`. */
  manySeriesJson(question: ManySeriesQuestion): Promise<ManySeriesJson> {
    return this.#store.read(historyReads.manySeriesJson, question);
  }

  /** The newest reading of each sensor that was ever read; from memory. */
  latest(sensorIds: readonly number[]): readonly LatestReading[] {
    return this.#latest.of(sensorIds);
  }

  /** Rows, bytes and ends of each tier. */
  stats(): Promise<readonly TierStats[]> {
    return this.#store.read(historyReads.stats, undefined);
  }

  /**
   * Stores closed one-minute buckets as simulated history, and the coarser ones that follow. `delta` counts inside a bucket.
   * Cheapest in whole UTC days. What was measured stands over it where it is not sealed yet.
   */
  async importBuckets(device: ImportedDevice, sensors: readonly ImportedBuckets[]): Promise<void> {
    const pointIndex = await this.#recorder.pointIndexOf(device.siteId, device.index);
    const closedUntil = this.#options.clock.now();
    for (const part of importParts(sensors)) {
      const argument = { pointIndex, sensors: part, closedUntil };
      const open = await this.#store.write(historyWrites.importBuckets, argument);
      for (const key of open) this.#aggregator.markStale(key);
    }
  }

  /** Stores raw samples as simulated history, beside the buckets: they enter none. Frames in the order of time. */
  async importFrames(frames: readonly Frame[]): Promise<void> {
    for (const part of samplesOf(frames)) await this.#store.write(historyWrites.importSamples, part);
  }

  /** Writes the frames that wait, now. Runs by itself after each tick. */
  flush(): Promise<void> {
    return this.#recorder.flush();
  }

  /** Stores the buckets that have ended and seals what may be sealed, now. Runs by itself. */
  async settle(): Promise<void> {
    await this.flush();
    await this.#keeper.close();
    await this.#sealer.run();
  }

  /** Writes what waits, then ends. Open buckets are counted again after the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    for (const timer of this.#timers) timer.cancel();
    await this.#recorder.stop();
    await this.#keeper.stop();
    await this.#sealer.stop();
  }
}
