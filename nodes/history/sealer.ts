import { type Clock, textOf } from '../kernel/index.ts';
import { historyReads, historyWrites } from './history-store.ts';
import type { FrameWindow } from './seal.ts';
import { bucketTiers, type Tier, tiers } from './tier.ts';
import type { HistoryStore } from './watch-buckets.ts';

export interface SealerOptions {
  readonly store: HistoryStore;
  readonly clock: Clock;
  /** Days that each tier is kept. */
  readonly keepDays: Readonly<Record<Tier, number>>;
  /** Most bytes of raw samples, sealed or not; the oldest go first. */
  readonly maxRawBytes: number;
  /** Longest time that frames wait for somebody who still reads them, milliseconds. */
  readonly maxHeldMs: number;
  /** Sequence number from which on somebody still reads the frames, or null. */
  readonly heldFromSeq: () => number | null;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const dayMs = 86_400_000;
/** Late frames of a window that has just ended need no second chunk. */
const graceMs = 60_000;
/** Writes of one round: each is short, and a round ends before the next is due. */
const writesPerRound = 500;

/** Moves what is no longer changed into chunks, and removes what is kept long enough. */
export class Sealer {
  readonly #options: SealerOptions;
  #running: Promise<void> | undefined;
  #failing = false;
  #writesLeft = 0;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  /** One round. Runs by itself every ten seconds; a call during a round gets that round. */
  run(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends after the write that runs. */
  async stop(): Promise<void> {
    this.#writesLeft = 0;
    await this.#running;
  }

  async #round(): Promise<void> {
    this.#writesLeft = writesPerRound;
    try {
      await this.#sealFrames();
      for (const tier of bucketTiers) {
        const before = this.#options.clock.now() - graceMs;
        while (this.#mayWrite() && (await this.#options.store.write(historyWrites.sealBuckets, { tier, before })));
      }
      for (const tier of tiers) while (this.#mayWrite() && (await this.#removeOldest(tier)) > 0);
      this.#failing = false;
    } catch (thrown) {
      if (!this.#failing) this.#options.report(`the history cannot be sealed: ${textOf(thrown)}`);
      this.#failing = true;
    }
  }

  async #sealFrames(): Promise<void> {
    const { store } = this.#options;
    let window: FrameWindow | null;
    while ((window = await this.#sealableFrames())) {
      while (window && this.#mayWrite()) window = await store.write(historyWrites.sealFrames, window);
      if (this.#writesLeft <= 0) return;
    }
  }

  #sealableFrames(): Promise<FrameWindow | null> {
    const { store, clock, heldFromSeq, maxHeldMs, maxRawBytes } = this.#options;
    return store.read(historyReads.sealableFrames, {
      before: clock.now() - graceMs,
      heldFromSeq: heldFromSeq(),
      heldAtMostBefore: clock.now() - maxHeldMs,
      heldBytes: maxRawBytes / 2,
    });
  }

  #removeOldest(tier: Tier): Promise<number> {
    const { store, clock, keepDays, maxRawBytes } = this.#options;
    const maxBytes = tier === 'telemetry' ? maxRawBytes : Number.MAX_SAFE_INTEGER;
    return store.write(historyWrites.removeOldest, { tier, before: clock.now() - keepDays[tier] * dayMs, maxBytes });
  }

  #mayWrite(): boolean {
    return this.#writesLeft-- > 0;
  }
}
