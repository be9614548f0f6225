import { readFileSync } from 'node:fs';

const samplePeriodMs = 20;
/** A timer is late by so much on a machine that is idle. */
const usualLatenessMs = 5;
const rememberMs = 60_000;

interface Sample {
  readonly at: number;
  /** Stall since the watch began, milliseconds. */
  readonly totalMs: number;
}

/**
 * Measures how long the machine lets gateway and test wait: the time in which the gateway's main thread could run and got
 * no core, as the kernel counts it, and the lateness of this process's own timers. What the gateway spends on its own work,
 * be it too much, is none of it.
 */
export class StallWatch {
  readonly #schedulerFile: string;
  readonly #timer: NodeJS.Timeout;
  #samples: Sample[] = [];
  #waitedMs: number;
  #sampledAt = performance.now();
  #totalMs = 0;

  constructor(gatewayPid: number) {
    this.#schedulerFile = `/proc/${gatewayPid}/task/${gatewayPid}/schedstat`;
    this.#waitedMs = this.#waitedForCore() ?? 0;
    this.#timer = setInterval(() => this.#sample(), samplePeriodMs);
  }

  /** Stall from a monotonic time, at most a minute ago, until now; milliseconds. */
  since(at: number): number {
    this.#sample();
    const before = this.#samples.findLast((sample) => sample.at <= at) ?? this.#samples[0];
    return this.#totalMs - (before?.totalMs ?? 0);
  }

  /** Since the watch began, milliseconds. */
  get totalMs(): number {
    return this.#totalMs;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    const at = performance.now();
    const waitedMs = this.#waitedForCore() ?? this.#waitedMs;
    const lateMs = at - this.#sampledAt - samplePeriodMs;
    // Both wait for the same cores at the same time, so the longer wait counts and not their sum.
    this.#totalMs += Math.max(lateMs > usualLatenessMs ? lateMs : 0, waitedMs - this.#waitedMs);
    this.#waitedMs = waitedMs;
    this.#sampledAt = at;
    this.#samples.push({ at, totalMs: this.#totalMs });
    const kept = this.#samples.findIndex((sample) => sample.at > at - rememberMs);
    if (kept > 1000) this.#samples = this.#samples.slice(kept);
  }

  /** Time on the run queue, milliseconds; undefined once the gateway is gone. */
  #waitedForCore(): number | undefined {
    try {
      const [, waitedNs] = readFileSync(this.#schedulerFile, 'utf8').split(' ');
      return Number(waitedNs) / 1e6;
    } catch {
      return undefined;
    }
  }
}
