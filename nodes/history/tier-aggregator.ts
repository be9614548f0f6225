import type { Frame } from '../site/index.ts';
import type { BucketKey } from './stale-buckets.ts';
import { type ClosedBuckets, TierAccumulator } from './tier-accumulator.ts';
import { bucketStart, bucketTiers, coarserTier, tierShapes } from './tier.ts';

/** A stored frame with the number of its point index. */
export interface RecordedFrame {
  readonly frame: Frame;
  readonly pointIndex: number;
}

/** What is to be done at one time: first the closed buckets are stored, then the stale ones are counted again. */
export interface Closing {
  readonly closed: readonly (ClosedBuckets & { readonly pointIndex: number })[];
  /** The finer before the coarser. */
  readonly stale: readonly BucketKey[];
}

/**
 * Adds up the frames of all devices and knows which buckets it cannot answer for: those to which frames belong that it has
 * not seen, because they came before the start, or after their bucket was closed, or before frames that are older. Such a
 * bucket is counted again from what is stored, and with it the coarser ones it belongs to.
 */
export class TierAggregator {
  readonly #accumulators = new Map<number, TierAccumulator>();
  readonly #stale = new Map<string, BucketKey>();
  #closedUntil: number;

  /** Nothing before `closedUntil` is open, epoch milliseconds. */
  constructor(closedUntil: number) {
    this.#closedUntil = bucketStart('agg_1min', closedUntil);
  }

  /** Buckets that wait to be counted again. */
  get staleCount(): number {
    return this.#stale.size;
  }

  /** Adds a frame that is on the disk. */
  fold({ frame, pointIndex }: RecordedFrame): void {
    const accumulator = this.#accumulators.get(pointIndex) ?? new TierAccumulator(frame.index);
    this.#accumulators.set(pointIndex, accumulator);
    const isLate = frame.ts < this.#closedUntil || !accumulator.fold(frame);
    if (isLate) this.markStale({ tier: 'agg_1min', start: bucketStart('agg_1min', frame.ts), pointIndex });
  }

  /** The bucket and the coarser ones around it are counted again once they are closed. */
  markStale({ tier, start, pointIndex }: BucketKey): void {
    for (let each: typeof tier | undefined = tier; each; each = coarserTier(each)) {
      const key = { tier: each, start: bucketStart(each, start), pointIndex };
      this.#stale.set(textOf(key), key);
    }
  }

  /** Closes the buckets that end up to `limit`, and hands over those and the stale ones that have ended. */
  close(limit: number): Closing {
    this.#closedUntil = Math.max(this.#closedUntil, bucketStart('agg_1min', limit));
    const closed = [...this.#accumulators].flatMap(([pointIndex, accumulator]) =>
      accumulator.close(limit).map((buckets) => ({ ...buckets, pointIndex })),
    );
    const due = [...this.#stale.values()].filter(({ tier, start }) => start + tierShapes[tier].bucketMs <= limit);
    const stale = due.sort((a, b) => bucketTiers.indexOf(a.tier) - bucketTiers.indexOf(b.tier) || a.start - b.start);
    const answered = closed.filter((buckets) => !this.#stale.has(textOf(buckets)));
    for (const key of due) this.#stale.delete(textOf(key));
    return { closed: answered, stale };
  }
}

function textOf({ tier, start, pointIndex }: BucketKey): string {
  return `${tier} ${start} ${pointIndex}`;
}
