import { wait } from './benchmark.ts';
import type { BenchGateway } from './gateway.ts';

const limitMs = 30_000;
const retryMs = 100;

/** Waits until a path of the gateway answers with a status. */
export async function untilStatus(gateway: BenchGateway, path: string, status: number): Promise<void> {
  const startedAt = performance.now();
  let last = '';
  while (performance.now() - startedAt < limitMs) {
    const response = await fetch(gateway.url + path, { headers: gateway.keyHeaders });
    last = await response.text();
    if (response.status === status) return;
    await wait(retryMs);
  }
  throw new Error(`${path} did not answer ${status} within ${limitMs / 1000} s; the last answer was ${last}`);
}
