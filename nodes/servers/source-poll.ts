import { asBusbarError, type Clock } from '../kernel/index.ts';
import type { Reading } from './reading.ts';
import type { Source } from './sources/source.ts';

/** Where a source stands. Times are monotonic milliseconds. */
export interface SourceState {
  readonly label: string;
  /** What it said last; null unless the last question was answered. */
  readonly reading: Reading | null;
  /** Why the last question was not answered; null when it was. */
  readonly fault: string | null;
  readonly answeredAt: number | null;
  /** How long its last answer took. */
  readonly responseMs: number | null;
}

const longestPauseMs = 60_000;

/** Asks one source again and again; one that does not answer is asked ever more seldom, down to once a minute. */
export class SourcePoll {
  readonly #source: Source;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #state: SourceState;
  #failures = 0;
  #notBefore = -Infinity;

  constructor(source: Source, clock: Clock, intervalMs: number) {
    this.#source = source;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    const { label } = source;
    this.#state = { label, reading: null, fault: 'not asked yet', answeredAt: null, responseMs: null };
  }

  get state(): SourceState {
    return this.#state;
  }

  /** Asks, unless the source is left alone for now. Never rejects. */
  async ask(): Promise<void> {
    const askedAt = this.#clock.monotonic();
    if (askedAt < this.#notBefore) return;
    try {
      const reading = await this.#source.collect();
      const answeredAt = this.#clock.monotonic();
      this.#state = { ...this.#state, reading, fault: null, answeredAt, responseMs: answeredAt - askedAt };
      this.#failures = 0;
    } catch (thrown) {
      this.#state = { ...this.#state, reading: null, fault: asBusbarError(thrown).message };
      this.#leaveAlone();
    }
  }

  async close(): Promise<void> {
    await this.#source.close?.();
  }

  /** From the third failure in a row on: what has just been started may need a moment. */
  #leaveAlone(): void {
    this.#failures += 1;
    if (this.#failures < 3) return;
    const pauseMs = Math.min(longestPauseMs, this.#intervalMs * 2 ** (this.#failures - 2));
    // The next question is due at a tick of the interval: a little less than a whole number of them.
    this.#notBefore = this.#clock.monotonic() + pauseMs - this.#intervalMs / 2;
  }
}
