import { createServer, type Server } from 'node:http';

/**
 * A second port with the same doors: everything that arrives is handed to the main server. `onRefused` is told why the
 * port cannot be listened on.
 */
export function openExtraListener(
  main: Server,
  { port, host, onRefused }: { port: number; host: string; onRefused: (reason: string) => void },
): Server {
  const extra = createServer((request, response) => main.emit('request', request, response));
  extra.on('upgrade', (request, socket, head) => main.emit('upgrade', request, socket, head));
  extra.on('error', (error: NodeJS.ErrnoException) => onRefused(error.code ?? error.message));
  return extra.listen(port, host);
}
