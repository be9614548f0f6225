const minuteMs = 60_000;
const hourMinutes = 60;
/** The minutes of an hour and the one that runs. */
const slots = hourMinutes + 1;

/** Counts what happened in the last sixty whole minutes. Times are milliseconds that never go back. */
export class HourCount {
  readonly #counts = new Float64Array(slots);
  readonly #firstWholeMinute: number;
  #minute: number;

  constructor(now: number) {
    this.#minute = Math.floor(now / minuteMs);
    this.#firstWholeMinute = Math.ceil(now / minuteMs);
  }

  add(count: number, now: number): void {
    this.#moveTo(now);
    const slot = this.#minute % slots;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  /** Null before sixty whole minutes were counted. */
  total(now: number): number | null {
    this.#moveTo(now);
    if (this.#minute - this.#firstWholeMinute < hourMinutes) return null;
    const all = this.#counts.reduce((sum, count) => sum + count, 0);
    return all - (this.#counts[this.#minute % slots] ?? 0);
  }

  #moveTo(now: number): void {
    const minute = Math.floor(now / minuteMs);
    for (let passed = Math.max(this.#minute, minute - slots) + 1; passed <= minute; passed += 1) {
      this.#counts[passed % slots] = 0;
    }
    this.#minute = minute;
  }
}
