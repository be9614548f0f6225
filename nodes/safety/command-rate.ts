import type { Clock } from '../kernel/index.ts';

const windowMs = 60_000;

/** Accepted commands of the last minute per key; contactors and flash wear with every one. */
export class CommandRate {
  readonly #clock: Clock;
  readonly #acceptedAt = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  accept(key: string): void {
    this.#acceptedAt.set(key, [...this.#recent(key), this.#clock.monotonic()]);
  }

  lastMinute(key: string): number {
    return this.#recent(key).length;
  }

  #recent(key: string): number[] {
    const from = this.#clock.monotonic() - windowMs;
    return (this.#acceptedAt.get(key) ?? []).filter((at) => at > from);
  }
}
