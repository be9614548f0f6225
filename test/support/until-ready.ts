import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './http.ts';

interface Health {
  readonly status: string;
  readonly safety_status: string;
  readonly devices: { readonly total: number; readonly connected: number };
}

/**
 * Waits until the gateway is healthy, all its devices are connected and what the safety guard needs was read.
 * Returns how long that took, milliseconds.
 */
export async function untilReady(port: number, limitMs = 10_000): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { json, text } = await ask({ port, path: '/health' });
    const { status, safety_status: safety, devices } = json as Health;
    const elapsedMs = performance.now() - startedAt;
    if (status === 'healthy' && safety === 'ok' && devices.connected === devices.total) return elapsedMs;
    if (elapsedMs > limitMs) throw new Error(`the gateway is not ready after ${limitMs} ms: ${text}`);
    await sleep(50);
  }
}
