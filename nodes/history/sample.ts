import { Quality } from '../site/index.ts';

/**
 * Samples of one sensor in the order of time: at most one of each millisecond. Of several the one written last stands, but a
 * bad one takes the place of none that has a value.
 */
export interface Samples {
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  /** NaN where there is no value. */
  readonly values: Float64Array;
  readonly quality: Uint8Array;
}

/** Collects the samples of one sensor as they come in the order of time. */
export class SampleList {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  readonly #quality: number[] = [];

  add(ts: number, value: number, quality: number): void {
    const last = this.#times.length - 1;
    const isSame = this.#times[last] === ts;
    if (isSame && quality === Quality.bad) return;
    const at = isSame ? last : last + 1;
    this.#times[at] = ts;
    this.#values[at] = value;
    this.#quality[at] = quality;
  }

  get samples(): Samples {
    return {
      times: Float64Array.from(this.#times),
      values: Float64Array.from(this.#values),
      quality: Uint8Array.from(this.#quality),
    };
  }
}

/** All samples of both; `over` was written later. */
export function overlaidSamples(base: Samples, over: Samples): Samples {
  if (base.times.length === 0) return over;
  if (over.times.length === 0) return base;
  const list = new SampleList();
  const take = ({ times, values, quality }: Samples, at: number): void =>
    list.add(times[at] ?? NaN, values[at] ?? NaN, quality[at] ?? NaN);
  let position = 0;
  for (const [at, ts] of over.times.entries()) {
    while ((base.times[position] ?? Infinity) <= ts) take(base, position++);
    take(over, at);
  }
  while (position < base.times.length) take(base, position++);
  return list.samples;
}

/** Those within the half-open range. */
export function samplesWithin({ times, values, quality }: Samples, from: number, to: number): Samples {
  let low = 0;
  while (low < times.length && (times[low] ?? NaN) < from) low += 1;
  let high = times.length;
  while (high > low && (times[high - 1] ?? NaN) >= to) high -= 1;
  return {
    times: times.subarray(low, high),
    values: values.subarray(low, high),
    quality: quality.subarray(low, high),
  };
}

export function joinedSamples(parts: readonly Samples[]): Samples {
  const count = parts.reduce((sum, { times }) => sum + times.length, 0);
  const all = { times: new Float64Array(count), values: new Float64Array(count), quality: new Uint8Array(count) };
  let at = 0;
  for (const { times, values, quality } of parts) {
    all.times.set(times, at);
    all.values.set(values, at);
    all.quality.set(quality, at);
    at += times.length;
  }
  return all;
}
