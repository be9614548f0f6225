import { readdirSync, readFileSync } from 'node:fs';
import { ask } from './http.ts';
import type { TestGateway } from './gateway.ts';

/** What a process holds, as the kernel and its own metrics tell. */
export interface ProcessFigures {
  readonly threads: number;
  readonly fileDescriptors: number;
  readonly plantSockets: number;
  /** Open handles of the event loop: sockets, servers, ports of workers. */
  readonly handles: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

const heapSamples = 8;

export async function figuresOf(gateway: TestGateway): Promise<ProcessFigures> {
  const { pid, port, plantPort } = gateway;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const samples = [];
  // The least of several samples is nearest to what stays after a garbage collection.
  for (let count = 0; count < heapSamples; count += 1) samples.push(await metricsOf(port));
  return {
    threads: readdirSync(`/proc/${pid}/task`).length,
    fileDescriptors: readdirSync(`/proc/${pid}/fd`).length,
    plantSockets: establishedTo(plantPort),
    handles: Math.min(...samples.map(({ handles }) => handles)),
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    heapMb: Math.min(...samples.map(({ heapMb }) => heapMb)),
  };
}

async function metricsOf(port: number): Promise<{ readonly handles: number; readonly heapMb: number }> {
  const { text } = await ask({ port, path: '/metrics' });
  const value = (name: string) => Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1]);
  return { handles: value('nodejs_active_handles_total'), heapMb: value('nodejs_heap_size_used_bytes') / 2 ** 20 };
}

/** Connections on this machine that go out to a port and are established. */
function establishedTo(port: number): number {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote = '', state]) => remote.endsWith(`:${hexPort}`) && state === established).length;
}
