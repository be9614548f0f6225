import { type Frame, type PointIndex, Quality } from '../site/index.ts';
import {
  addBucket,
  addSample,
  allocateColumns,
  type BucketColumns,
  clearBucket,
  pickColumns,
  settleBucket,
} from './bucket.ts';
import { bucketStart, type BucketTier, bucketTiers, coarserTier, tierShapes } from './tier.ts';

/** The closed buckets of one tier and time: one of each sensor of a device that had a value. */
export interface ClosedBuckets {
  readonly tier: BucketTier;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly sensorIds: Int32Array;
  readonly columns: BucketColumns;
}

interface OpenBuckets {
  readonly columns: BucketColumns;
  /** Undefined while nothing was added. */
  start: number | undefined;
}

const finest: BucketTier = 'agg_1min';

/** Adds up the frames of one device: one open bucket of each tier and sensor, a finer one added to the coarser as it closes. */
export class TierAccumulator {
  readonly #columns: Int32Array;
  readonly #sensorIds: Int32Array;
  readonly #isCounter: readonly boolean[];
  readonly #expected: ReadonlyMap<BucketTier, Float64Array>;
  readonly #open: ReadonlyMap<BucketTier, OpenBuckets>;
  #closed: ClosedBuckets[] = [];
  #lastTs = -Infinity;

  constructor({ points }: PointIndex) {
    const recorded = points.flatMap((point, column) =>
      point.sensorId === undefined ? [] : [{ ...point, column, sensorId: point.sensorId }],
    );
    this.#columns = Int32Array.from(recorded, ({ column }) => column);
    this.#sensorIds = Int32Array.from(recorded, ({ sensorId }) => sensorId);
    this.#isCounter = recorded.map(({ counter }) => counter === true);
    this.#expected = new Map(
      bucketTiers.map((tier) => [tier, Float64Array.from(recorded, ({ periodMs }) => expectedIn(tier, periodMs))]),
    );
    this.#open = new Map(
      bucketTiers.map((tier) => [tier, { columns: allocateColumns(recorded.length), start: undefined }]),
    );
  }

  /** Adds a frame that is newer than all before; false when it is not, and is left to a recount. */
  fold(frame: Frame): boolean {
    if (frame.ts <= this.#lastTs) return false;
    this.#lastTs = frame.ts;
    const { columns } = this.#bucketsAt(finest, frame.ts);
    const { values, quality } = frame;
    for (let at = 0; at < this.#columns.length; at += 1) {
      const column = this.#columns[at] ?? NaN;
      const value = values[column] ?? NaN;
      if (quality[column] === Quality.bad || !Number.isFinite(value)) continue;
      addSample(columns, at, value, quality[column] === Quality.good);
    }
    return true;
  }

  /** The buckets that were closed since the last call, the finer first; those that end up to `limit` close now. */
  close(limit: number): readonly ClosedBuckets[] {
    for (const tier of bucketTiers) {
      const { start } = this.#openOf(tier);
      if (start !== undefined && start + tierShapes[tier].bucketMs <= limit) this.#closeTier(tier);
    }
    const closed = this.#closed;
    this.#closed = [];
    return closed;
  }

  /** The open buckets for a time. Those of an earlier time close first. */
  #bucketsAt(tier: BucketTier, ts: number): OpenBuckets {
    const start = bucketStart(tier, ts);
    const open = this.#openOf(tier);
    if (open.start === start) return open;
    if (open.start !== undefined) this.#closeTier(tier);
    open.start = start;
    const expected = this.#expected.get(tier);
    for (let at = 0; at < this.#sensorIds.length; at += 1) {
      clearBucket(open.columns, at, expected?.[at] ?? NaN, this.#isCounter[at] === true);
    }
    return open;
  }

  #closeTier(tier: BucketTier): void {
    const { columns, start } = this.#openOf(tier);
    if (start === undefined) return;
    this.#openOf(tier).start = undefined;
    const positions: number[] = [];
    for (let at = 0; at < this.#sensorIds.length; at += 1) {
      if (columns.n[at] === 0) continue;
      settleBucket(columns, at);
      positions.push(at);
    }
    this.#addToCoarser(tier, start, columns, positions);
    const sensorIds = Int32Array.from(positions, (at) => this.#sensorIds[at] ?? NaN);
    this.#closed.push({ tier, start, sensorIds, columns: pickColumns(columns, positions) });
  }

  #addToCoarser(tier: BucketTier, start: number, finer: BucketColumns, positions: readonly number[]): void {
    const coarser = coarserTier(tier);
    if (!coarser) return;
    const { columns } = this.#bucketsAt(coarser, start);
    for (const at of positions) addBucket(columns, at, finer, at);
  }

  #openOf(tier: BucketTier): OpenBuckets {
    const open = this.#open.get(tier);
    if (!open) throw new Error(`there is no tier ${tier}`);
    return open;
  }
}

/** Samples that the poll period promises in a bucket, in the way in which finer buckets add up to it. */
function expectedIn(tier: BucketTier, periodMs: number): number {
  const { bucketMs } = tierShapes[finest];
  return (tierShapes[tier].bucketMs / bucketMs) * (bucketMs / periodMs);
}
