/** The one source of time. Production uses `systemClock`; tests inject a manual one, so no logic ever sleeps for real. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. May step; use it for timestamps only. */
  now(): number;
  /** Monotonic milliseconds. Never steps back; use it for ages, timeouts and rates. */
  monotonic(): number;
  /** Calls back once after `ms`. */
  after(ms: number, callback: () => void): Timer;
  /** Calls back every `ms`. */
  every(ms: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const handle = setTimeout(callback, ms);
    return { cancel: () => clearTimeout(handle) };
  },
  every(ms, callback) {
    const handle = setInterval(callback, ms);
    return { cancel: () => clearInterval(handle) };
  },
};
