import type { Clock, Timer } from '../../nodes/kernel/index.ts';

interface Entry {
  at: number;
  readonly everyMs?: number;
  readonly callback: () => void;
}

/** A clock that moves only when told; timers fire in order while it advances. */
export class ManualClock implements Clock {
  #monotonic = 0;
  #wallOffset: number;
  readonly #entries = new Set<Entry>();

  constructor(startEpochMs = Date.UTC(2026, 1, 21, 17, 45)) {
    this.#wallOffset = startEpochMs;
  }

  now(): number {
    return this.#wallOffset + this.#monotonic;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /** Moves the wall clock alone, as an NTP step or an operator does. */
  stepWall(ms: number): void {
    this.#wallOffset += ms;
  }

  after(ms: number, callback: () => void): Timer {
    return this.#add({ at: this.#monotonic + ms, callback });
  }

  every(ms: number, callback: () => void): Timer {
    return this.#add({ at: this.#monotonic + ms, everyMs: ms, callback });
  }

  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const next = [...this.#entries].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#monotonic = next.at;
      if (next.everyMs === undefined) this.#entries.delete(next);
      else next.at += next.everyMs;
      next.callback();
    }
    this.#monotonic = end;
  }

  #add(entry: Entry): Timer {
    this.#entries.add(entry);
    return { cancel: () => this.#entries.delete(entry) };
  }
}
