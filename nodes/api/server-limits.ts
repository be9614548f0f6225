import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../kernel/index.ts';

const headersTimeoutMs = 5000;
const sweepMs = 1000;
/** A reader that takes less than this in so long holds a place that others need. */
const slowReader = { withinMs: 10_000, leastBytes: 16_384 } as const;

interface ServerLimits {
  readonly maxConnections: number;
}

/**
 * Bounds what slow or many clients can hold. Node checks its header timeout only every 30 s on a server that was made without
 * `connectionsCheckingInterval`, as Node-RED's is, and that cannot be changed later, and it never looks at how fast a client
 * reads; so idle, slow-header and slow-reading sockets are cut here. Returns the function that stops the checks.
 */
export function limitServer(server: Server, clock: Clock, { maxConnections }: ServerLimits): () => void {
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = 15_000;
  server.keepAliveTimeout = 5000;
  // WebSockets switch this off for themselves.
  server.timeout = 30_000;
  server.maxHeadersCount = 64;
  server.maxRequestsPerSocket = 1000;
  server.maxConnections = maxConnections;
  const idle = cutSlowSockets(server, clock);
  return () => idle.cancel();
}

interface Use {
  openRequests: number;
  idleSince: number;
  /** Bytes that the client had taken when it last took enough of them, and when that was. */
  taken: number;
  takenAt: number;
}

/** A socket may be without a request for as long as headers may take; then it is closed with 408. */
function cutSlowSockets(server: Server, clock: Clock): Timer {
  const uses = new Map<Socket, Use>();
  server.on('connection', (socket: Socket) => {
    const now = clock.monotonic();
    uses.set(socket, { openRequests: 0, idleSince: now, taken: 0, takenAt: now });
    socket.once('close', () => uses.delete(socket));
  });
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const use = uses.get(socket);
    if (!use) return;
    use.openRequests += 1;
    response.once('close', () => {
      use.openRequests -= 1;
      use.idleSince = clock.monotonic();
    });
  });
  server.prependListener('upgrade', ({ socket }) => uses.delete(socket));
  return clock.every(sweepMs, () => {
    const now = clock.monotonic();
    for (const [socket, use] of uses) {
      if (use.openRequests === 0 && use.idleSince <= now - headersTimeoutMs) cut(socket);
      else if (readsTooSlowly(socket, use, now)) socket.destroy();
    }
  });
}

function readsTooSlowly(socket: Socket, use: Use, now: number): boolean {
  const taken = socket.bytesWritten - socket.writableLength;
  if (socket.writableLength === 0 || taken - use.taken >= slowReader.leastBytes) {
    use.taken = taken;
    use.takenAt = now;
  }
  return now - use.takenAt > slowReader.withinMs;
}

function cut(socket: Socket): void {
  if (socket.writable) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
