import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ProbeOptions, ProbeResult } from './health-probe.worker.ts';

export interface HealthFigures {
  readonly asked: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** How often each status, or each way of failing, was seen. */
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Asks for `/health` every 20 ms, in a thread of its own, so that what the test does meanwhile does not count as latency
 * of the gateway. Returns the function that ends it.
 */
export async function probeHealth(options: ProbeOptions): Promise<() => Promise<HealthFigures>> {
  const worker = new Worker(new URL('./health-probe.worker.ts', import.meta.url), { workerData: options });
  await once(worker, 'online');
  return async () => {
    const ended = once(worker, 'message');
    worker.postMessage('stop');
    const [result] = (await ended) as [ProbeResult];
    return figuresOf(result);
  };
}

function figuresOf({ latenciesMs, statuses }: ProbeResult): HealthFigures {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { asked: sorted.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1), statuses };
}

export function textOfFigures({ asked, p50Ms, p99Ms, maxMs }: HealthFigures): string {
  return `/health asked ${asked} times: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, max ${maxMs.toFixed(0)} ms`;
}
