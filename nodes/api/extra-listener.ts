import { createServer, type Server } from 'node:http';

/** A second port with the same doors: everything that arrives is handed to the main server. */
export function openExtraListener(main: Server, port: number, host: string): Server {
  const extra = createServer((request, response) => main.emit('request', request, response));
  extra.on('upgrade', (request, socket, head) => main.emit('upgrade', request, socket, head));
  return extra.listen(port, host);
}
