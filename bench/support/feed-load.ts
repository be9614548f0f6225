import net from 'node:net';
import { wait } from './benchmark.ts';
import { percentile } from './statistics.ts';

export interface FeedLoad {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly clients: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Runs when the measurement begins and when it ends, while all clients are connected. */
  readonly atBounds: (bound: 'begin' | 'end') => Promise<void> | void;
}

export interface FeedResult {
  /** Readings a second that one client got, on average. */
  readonly readingsPerSecond: number;
  /** From the time that a reading states to its arrival. */
  readonly ageP50Ms: number;
  readonly ageP99Ms: number;
  /** Readings that a client should have got and did not, repeated ones included. */
  readonly faults: number;
}

/** A reading, as far as its arrival is judged; its values count the readings of the feed from one to the next. */
interface CountedReading {
  readonly value: number;
  readonly timestamp: string;
}

/**
 * Connects clients to a feed whose values are running numbers, and checks that each gets every one of them. Written on
 * plain sockets, because a WebSocket client costs more than the server that is measured.
 */
export async function loadFeed(load: FeedLoad): Promise<FeedResult> {
  const ages: number[] = [];
  let measuring = false;
  let readings = 0;
  let faults = 0;
  const connect = (): Promise<net.Socket> => {
    let last: number | undefined;
    return openFeed(load, ({ value, timestamp }) => {
      if (last !== undefined && value !== last + 1) faults += Math.max(1, Math.abs(value - last - 1));
      last = value;
      if (!measuring) return;
      readings += 1;
      ages.push(performance.timeOrigin + performance.now() - Date.parse(timestamp));
    });
  };
  const sockets = await Promise.all(Array.from({ length: load.clients }, connect));
  await wait(load.warmUpMs);
  await load.atBounds('begin');
  measuring = true;
  const startedAt = performance.now();
  await wait(load.measureMs);
  measuring = false;
  const seconds = (performance.now() - startedAt) / 1000;
  await load.atBounds('end');
  for (const socket of sockets) socket.destroy();
  return {
    readingsPerSecond: readings / load.clients / seconds,
    ageP50Ms: percentile(ages, 0.5),
    ageP99Ms: percentile(ages, 0.99),
    faults,
  };
}

/** Resolves when the server has accepted the upgrade. */
function openFeed(
  { port, path, headers = {} }: FeedLoad,
  take: (reading: CountedReading) => void,
): Promise<net.Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  const lines = Object.entries({
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  let received: Buffer = Buffer.alloc(0);
  let isOpen = false;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${path} was closed by the server`)));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      if (!isOpen) {
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const head = received.toString('latin1', 0, headEnd);
        if (!head.startsWith('HTTP/1.1 101 ')) reject(new Error(`${path} answered ${head}`));
        isOpen = true;
        received = received.subarray(headEnd + 4);
        resolve(socket);
      }
      received = takeFrames(received, take);
    });
  });
}

/** Reads all whole text frames of up to 64 kB; returns what is left. */
function takeFrames(received: Buffer, take: (reading: CountedReading) => void): Buffer {
  let at = 0;
  while (received.length >= at + 4) {
    const short = received[at + 1] ?? 0;
    const start = at + (short === 126 ? 4 : 2);
    const end = start + (short === 126 ? received.readUInt16BE(at + 2) : short);
    if (received.length < end) break;
    // Pings and close frames have other opcodes.
    if (received[at] === 0x81) take(JSON.parse(received.toString('utf8', start, end)) as CountedReading);
    at = end;
  }
  return received.subarray(at);
}
