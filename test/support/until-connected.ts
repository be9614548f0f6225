import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './http.ts';

interface Health {
  readonly status: string;
  readonly devices: { readonly total: number; readonly connected: number };
}

/** Waits until the gateway is healthy and all its devices are connected. Returns how long that took, milliseconds. */
export async function untilConnected(port: number, limitMs = 10_000): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { json, text } = await ask({ port, path: '/health' });
    const { status, devices } = json as Health;
    const elapsedMs = performance.now() - startedAt;
    if (status === 'healthy' && devices.connected === devices.total) return elapsedMs;
    if (elapsedMs > limitMs) throw new Error(`not all devices are connected after ${limitMs} ms: ${text}`);
    await sleep(50);
  }
}
