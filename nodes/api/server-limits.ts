import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../kernel/index.ts';

const headersTimeoutMs = 5000;
const sweepMs = 1000;

interface ServerLimits {
  readonly maxConnections: number;
}

/**
 * Bounds what slow or many clients can hold. Node checks its header timeout only every 30 s on a server that was made without
 * `connectionsCheckingInterval`, as Node-RED's is, and that cannot be changed later; so idle and slow-header sockets
 * are cut here. Returns the function that stops the checks.
 */
export function limitServer(server: Server, clock: Clock, { maxConnections }: ServerLimits): () => void {
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = 15_000;
  server.keepAliveTimeout = 5000;
  // A reader that takes nothing for so long is cut; WebSockets switch this off for themselves.
  server.timeout = 30_000;
  server.maxHeadersCount = 64;
  server.maxRequestsPerSocket = 1000;
  server.maxConnections = maxConnections;
  const idle = cutIdleSockets(server, clock);
  return () => idle.cancel();
}

interface Use {
  openRequests: number;
  idleSince: number;
}

/** A socket may be without a request for as long as headers may take; then it is closed with 408. */
function cutIdleSockets(server: Server, clock: Clock): Timer {
  const uses = new Map<Socket, Use>();
  server.on('connection', (socket: Socket) => {
    uses.set(socket, { openRequests: 0, idleSince: clock.monotonic() });
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
    const oldest = clock.monotonic() - headersTimeoutMs;
    for (const [socket, { openRequests, idleSince }] of uses) {
      if (openRequests === 0 && idleSince <= oldest) cut(socket);
    }
  });
}

function cut(socket: Socket): void {
  if (socket.writable) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
