import { type Clock, textOf } from '../kernel/index.ts';
import { bucketFields, type BucketColumns } from './bucket.ts';
import { historyWrites } from './history-store.ts';
import type { RecountProgress } from './recount.ts';
import type { BucketKey } from './stale-buckets.ts';
import type { Store } from './store.ts';
import type { Closing, TierAggregator } from './tier-aggregator.ts';

export interface TierKeeperOptions {
  readonly store: Store;
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
    for (const buckets of closed) await this.#orLater(buckets, () => this.#flush(buckets));
    for (const key of stale) await this.#orLater(key, () => this.#recount(key));
  }

  /** What fails is counted again from what is stored, once the store works. */
  async #orLater(key: BucketKey, work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
      this.#failing = false;
    } catch (thrown) {
      this.#options.aggregator.markStale(key);
      if (!this.#failing) this.#options.report(`buckets of ${key.tier} cannot be stored: ${textOf(thrown)}`);
      this.#failing = true;
    }
  }

  async #flush(closed: Closing['closed'][number]): Promise<void> {
    const { sensorIds, columns, ...key } = closed;
    let from = 0;
    do {
      const to = from + sensorsPerWrite;
      await this.#options.store.write(historyWrites.flush, {
        ...key,
        sensorIds: sensorIds.slice(from, to),
        columns: partOf(columns, from, to),
        complete: to >= sensorIds.length,
      });
      from = to;
    } while (from < sensorIds.length);
  }

  async #recount({ tier, start, pointIndex }: BucketKey): Promise<void> {
    let progress: RecountProgress | null = null;
    do {
      progress = await this.#options.store.write(historyWrites.recount, { tier, start, pointIndex, progress });
    } while (progress !== null);
  }
}

function partOf(columns: BucketColumns, from: number, to: number): BucketColumns {
  return Object.fromEntries(bucketFields.map((field) => [field, columns[field].slice(from, to)])) as BucketColumns;
}
