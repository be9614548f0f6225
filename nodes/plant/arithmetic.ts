const hourMs = 3_600_000;

export const hours = (ms: number): number => ms / hourMs;

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Straight line from 0 at `zero` to 1 at `one`, held beyond both; falls when `zero` is above `one`. */
export const ramp = (value: number, zero: number, one: number): number => clamp((value - zero) / (one - zero), 0, 1);

/** A first-order lag towards a target after `dtMs`, exact for any step. */
export function lag(value: number, target: number, dtMs: number, timeConstantMs: number): number {
  return target + (value - target) * Math.exp(-dtMs / timeConstantMs);
}
