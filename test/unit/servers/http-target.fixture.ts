import { once } from 'node:events';
import net from 'node:net';

/** What a target does with a connection once it has been asked. */
export type Behaviour = (socket: net.Socket, request: string) => void;

export interface Target {
  readonly url: URL;
  /** Questions that came in. */
  readonly asked: () => number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** A server on plain sockets, so that it can answer as wrongly as it likes. */
export async function startTarget(behaviour: Behaviour): Promise<Target> {
  let current = behaviour;
  let asked = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (data) => {
      asked += 1;
      current(socket, data.toString());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/metrics`),
    asked: () => asked,
    behave: (next) => (current = next),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export const answerText =
  (body: string | (() => string), status = '200 OK', headers = ''): Behaviour =>
  (socket) => {
    const text = typeof body === 'string' ? body : body();
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n${headers}\r\n${text}`);
  };

/** Fifty megabytes, as fast as they are taken. */
export const flood: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n');
  const chunk = Buffer.alloc(65_536, 'x');
  const pour = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', pour);
  pour();
};
