const windowMs = 10_000;
const bucketMs = 1000;

/** The highest score of the last ten seconds, to the second. */
export class ScoreWindow {
  #buckets: { readonly second: number; highest: number }[] = [];

  add(score: number, at: number): void {
    const second = Math.floor(at / bucketMs);
    const newest = this.#buckets.at(-1);
    if (newest?.second === second) newest.highest = Math.max(newest.highest, score);
    else this.#buckets.push({ second, highest: score });
    this.#forget(at);
  }

  /** Null when nothing was scored. */
  highest(at: number): number | null {
    this.#forget(at);
    return this.#buckets.length === 0 ? null : Math.max(...this.#buckets.map(({ highest }) => highest));
  }

  #forget(at: number): void {
    const oldest = (at - windowMs) / bucketMs;
    this.#buckets = this.#buckets.filter(({ second }) => second > oldest);
  }
}
