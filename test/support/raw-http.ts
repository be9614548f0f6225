import net from 'node:net';

/** How a connection ended after some bytes were sent on it. */
export interface RawAnswer {
  /** Statuses of the answers, in their order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** True when the gateway left the connection open until the limit. */
  readonly hung: boolean;
  readonly durationMs: number;
}

/** Sends bytes on a connection of their own and collects what comes back until the gateway closes it. */
export function sendRaw(port: number, bytes: Buffer | string, limitMs: number): Promise<RawAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(port, '127.0.0.1');
    const limit = setTimeout(() => finish(true), limitMs);
    const finish = (hung: boolean): void => {
      clearTimeout(limit);
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ statuses: statusesIn(text), text, hung, durationMs: performance.now() - startedAt });
    };
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    // A reset is an end too: the gateway may close before it has read everything.
    socket.on('error', () => undefined);
    socket.on('close', () => finish(false));
  });
}

function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
