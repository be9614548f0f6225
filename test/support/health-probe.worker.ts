import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** What a probe saw: how long each answer took, milliseconds, and how many asked in vain. */
export interface ProbeResult {
  readonly latenciesMs: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

export interface ProbeOptions {
  readonly port: number;
  /** Asks on one connection that stays open, or on a new one each time. */
  readonly keepAlive: boolean;
}

const { port, keepAlive } = workerData as ProbeOptions;
const periodMs = 20;
const timeoutMs = 10_000;

const agent = new http.Agent({ keepAlive, maxSockets: 1 });
const latenciesMs: number[] = [];
const statuses: Record<string, number> = {};
const stop = new AbortController();
parentPort!.once('message', () => stop.abort());

function askHealth(): Promise<string> {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/health', agent, timeout: timeoutMs }, (response) => {
      response.resume();
      response.on('end', () => resolve(String(response.statusCode)));
      response.on('error', () => resolve('cut'));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', ({ message }) => resolve(message));
  });
}

while (!stop.signal.aborted) {
  const startedAt = performance.now();
  const status = await askHealth();
  latenciesMs.push(performance.now() - startedAt);
  statuses[status] = (statuses[status] ?? 0) + 1;
  await sleep(periodMs);
}
agent.destroy();
parentPort!.postMessage({ latenciesMs, statuses } satisfies ProbeResult);
