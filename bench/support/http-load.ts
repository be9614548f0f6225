import net from 'node:net';
import { wait } from './benchmark.ts';
import { percentile } from './statistics.ts';

export interface HttpLoad {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Every other status fails the measurement. */
  readonly expectStatus: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const connections = 32;

/**
 * Keeps 32 kept-alive connections busy, each with one request at a time. Written on plain sockets, because the HTTP client
 * of Node costs as much as a small server and would measure itself.
 */
export async function loadHttp(load: HttpLoad): Promise<LoadResult> {
  const request = requestBytes(load);
  const latencies: number[] = [];
  const failures: Error[] = [];
  let measuring = false;
  const sockets = Array.from({ length: connections }, () => {
    const socket = net.connect({ port: load.port, host: '127.0.0.1', noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    let sentAt = 0;
    const send = (): void => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('error', (error) => failures.push(error));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const status = statusOfAnswer(received);
      if (status === undefined) return;
      if (measuring) latencies.push(performance.now() - sentAt);
      if (status !== load.expectStatus) {
        failures.push(new Error(`${load.method} ${load.path} answered ${received.toString()}`));
        return;
      }
      received = Buffer.alloc(0);
      send();
    });
    return socket;
  });

  await wait(load.warmUpMs);
  measuring = true;
  const startedAt = performance.now();
  await wait(load.measureMs);
  measuring = false;
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  if (failures[0]) throw failures[0];
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

function requestBytes({ method, path, port, headers, body }: HttpLoad): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body);
  const head = {
    Host: `127.0.0.1:${port}`,
    ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) }),
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`);
}

/** The status of an answer that has arrived completely, else undefined. */
function statusOfAnswer(received: Buffer): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
  if (length === undefined) throw new Error(`an answer has no length:\n${head}`);
  return received.length >= headEnd + 4 + Number(length) ? Number(head.slice(9, 12)) : undefined;
}
