import { type Clock, textOf } from '../kernel/index.ts';
import { bucketFields, type BucketColumns } from './bucket.ts';
import { type BucketFlush, historyWrites } from './history-store.ts';
import { packed } from './packed.ts';
import type { RecountProgress } from './recount.ts';
import type { BucketKey } from './stale-buckets.ts';
import type { Closing, TierAggregator } from './tier-aggregator.ts';
import type { HistoryStore } from './watch-buckets.ts';

export interface TierKeeperOptions {
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly aggregator: TierAggregator;
  /** Time of the oldest frame that is not on the disk yet, epoch milliseconds; Infinity when all are. */
  readonly oldestWaiting: () => number;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** A cycle that ends with its minute is published and on the disk by then. */
const graceMs = 2000;
/** Keeps one write under about ten milliseconds. */
const sensorsPerWrite = 1000;

/** Stores buckets as they close, and counts those again that the aggregator cannot answer for. */
export class TierKeeper {
  readonly #options: TierKeeperOptions;
  #running: Promise<void> = Promise.resolve();
  #failing = false;
  #stopped = false;

  constructor(options: TierKeeperOptions) {
    this.#options = options;
  }

  /** Closes what has ended. Runs by itself every second; one call at a time. */
  close(): Promise<void> {
    this.#running = this.#running.then(() => this.#closeNow());
    return this.#running;
  }

  /** Ends after the write that runs; what is left is counted again after the next start. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#running;
  }

  async #closeNow(): Promise<void> {
    if (this.#stopped) return;
    const { clock, aggregator, oldestWaiting } = this.#options;
    const { closed, stale } = aggregator.close(Math.min(clock.now() - graceMs, oldestWaiting()));
    for (const flushes of packed(closed.flatMap(flushesOf), ({ sensorIds }) => sensorIds.length, sensorsPerWrite)) {
      await this.#orLater(flushes, () => this.#options.store.write(historyWrites.flush, flushes));
    }
    for (const key of stale) await this.#orLater([key], () => this.#recount(key));
  }

  /** What fails is counted again from what is stored, once the store works. */
  async #orLater(keys: readonly BucketKey[], work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
      this.#failing = false;
    } catch (thrown) {
      for (const key of keys) this.#options.aggregator.markStale(key);
      if (!this.#failing) this.#options.report(`closed buckets cannot be stored: ${textOf(thrown)}`);
      this.#failing = true;
    }
  }

  async #recount({ tier, start, pointIndex }: BucketKey): Promise<void> {
    let progress: RecountProgress | null = null;
    do {
      progress = await this.#options.store.write(historyWrites.recount, { tier, start, pointIndex, progress });
    } while (progress !== null);
  }
}

/** The buckets of one device in parts that one write takes, of which the last completes them. */
function flushesOf({ sensorIds, columns, ...key }: Closing['closed'][number]): readonly BucketFlush[] {
  const parts = Math.max(1, Math.ceil(sensorIds.length / sensorsPerWrite));
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part * sensorsPerWrite, (part + 1) * sensorsPerWrite];
    const columnsOfPart = bucketFields.map((field) => [field, columns[field].slice(from, to)]);
    return {
      ...key,
      sensorIds: sensorIds.slice(from, to),
      columns: Object.fromEntries(columnsOfPart) as BucketColumns,
      complete: part === parts - 1,
    };
  });
}
