import { WebSocket } from 'ws';

/** Asks for a WebSocket: `open`, or the status of the answer that refused it. */
export async function upgrade(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | 'open'> {
  const client = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  try {
    return await new Promise((resolve, reject) => {
      client.on('open', () => resolve('open'));
      client.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
      client.on('error', reject);
    });
  } finally {
    client.on('error', () => undefined);
    client.terminate();
  }
}
