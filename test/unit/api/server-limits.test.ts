import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { openExtraListener } from '../../../nodes/api/extra-listener.ts';
import { limitServer } from '../../../nodes/api/server-limits.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('server limits', () => {
  let server: Server;
  let clock: ManualClock;
  let stop: () => void;
  let answerLater: (() => void) | undefined;

  beforeEach(async () => {
    clock = new ManualClock();
    server = createServer((request, response) => {
      if (request.url === '/slow') answerLater = () => response.end('done');
      else response.end('ok');
    });
    stop = limitServer(server, clock, { maxConnections: 2 });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    stop();
    server.closeAllConnections();
    server.close();
  });

  async function client(text: string, port = (server.address() as AddressInfo).port): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return socket;
  }

  it('cuts a socket whose headers take more than 5 s, with 408', async () => {
    const socket = await client('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const answer = once(socket, 'data');
    clock.advance(4000);
    assert.equal(socket.readableEnded, false);
    clock.advance(2000);
    assert.match(String((await answer)[0]), /^HTTP\/1\.1 408 /);
    await once(socket, 'close');
  });

  it('cuts slow headers of a later request on the same socket', async () => {
    const socket = await client('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n');
    socket.resume();
    clock.advance(6000);
    await once(socket, 'close');
  });

  it('leaves a request that is being answered alone', async () => {
    const socket = await client('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    clock.advance(8000);
    const answer = once(socket, 'data');
    answerLater?.();
    assert.match(String((await answer)[0]), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('drops connections beyond the limit', async () => {
    const open = [await client(''), await client('')];
    const third = await client('');
    third.resume();
    if (!third.closed) await once(third, 'close');
    for (const socket of open) socket.destroy();
  });

  it('sets what Node can limit itself', () => {
    assert.deepEqual(
      [server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout],
      [5000, 15_000, 5000, 30_000],
    );
    assert.deepEqual([server.maxHeadersCount, server.maxRequestsPerSocket], [64, 1000]);
  });

  it('serves the same doors at a second port', async () => {
    const extra = openExtraListener(server, {
      port: 0,
      host: '127.0.0.1',
      onRefused: (reason) => assert.fail(reason),
    });
    await once(extra, 'listening');
    const socket = await client('', (extra.address() as AddressInfo).port);
    const answer = once(socket, 'data');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assert.match(String((await answer)[0]), /^HTTP\/1\.1 200 OK/);
    extra.close();
    extra.closeAllConnections();
  });

  it('says why a second port cannot be opened', async () => {
    const { port } = server.address() as AddressInfo;
    const reason = new Promise((resolve) => {
      openExtraListener(server, { port, host: '127.0.0.1', onRefused: resolve });
    });
    assert.equal(await reason, 'EADDRINUSE');
  });
});
