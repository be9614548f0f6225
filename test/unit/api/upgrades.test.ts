import assert from 'node:assert/strict';
import { WebSocket, WebSocketServer } from 'ws';
import { ManualClock } from '../../support/manual-clock.ts';
import { type DoorServer, startDoorServer } from './door-server.ts';

describe('upgrades', () => {
  let server: DoorServer;
  let key: string;
  const sockets = new WebSocketServer({ noServer: true });

  before(async () => {
    const clock = new ManualClock();
    server = await startDoorServer({ clock });
    key = server.newKey({ role: 'anon' });
    clock.advance(2000);
    server.door.upgrades.add('/feed', {
      scope: 'read',
      open: (request, socket, head, access) => {
        sockets.handleUpgrade(request, socket, head, (client) => client.send(String(access.keyId)));
      },
    });
    server.door.upgrades.add('/admin-feed', { scope: 'admin', open: (_request, socket) => socket.destroy() });
    // As Node-RED's own listener does: it takes what has its path, whatever was decided before.
    server.server.on('upgrade', (request, socket, head) => {
      if (request.url === '/editor/comms' || request.url === '/ws/core') {
        sockets.handleUpgrade(request, socket, head, (client) => client.send('node-red'));
      }
    });
  });
  after(() => server.close());

  /** The first message, or the status that refused the socket. */
  async function open(path: string, headers: Record<string, string> = {}): Promise<string | number> {
    const client = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    try {
      return await new Promise((resolve, reject) => {
        client.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
        client.on('message', (data: Buffer) => resolve(data.toString()));
        client.on('error', reject);
      });
    } finally {
      client.on('error', () => undefined);
      client.terminate();
    }
  }

  it('leave the editor its socket, but not to foreign pages or rebound names', async () => {
    assert.equal(await open('/editor/comms'), 'node-red');
    assert.equal(await open('/editor/comms', { origin: 'http://evil.example' }), 403);
    assert.equal(await open('/editor/comms', { host: 'evil.example' }), 421);
  });

  it('refuse what nobody listed, Node-RED listeners included', async () => {
    assert.equal(await open('/nowhere'), 404);
    assert.equal(await open('/ws/core', { 'x-api-key': key }), 404);
    assert.equal(await open('/editor/comms/x'), 404);
  });

  it('open a feed with a key or a ticket, once', async () => {
    const keyId = key.split('.')[0];
    assert.equal(await open('/feed'), 401);
    assert.equal(await open('/feed', { 'x-api-key': 'wrong' }), 401);
    assert.equal(await open('/feed', { 'x-api-key': key }), keyId);
    assert.equal(await open('/admin-feed', { 'x-api-key': key }), 403);
    const ask = { method: 'POST', headers: { 'x-api-key': key }, body: { path: '/feed' } };
    const { ticket } = (await server.ask('/api/v1/ws-ticket', ask)).json;
    assert.equal(await open(`/feed?ticket=${String(ticket)}`), keyId);
    assert.equal(await open(`/feed?ticket=${String(ticket)}`), 401);
  });

  it('close the refused socket', async () => {
    const answer = await server.raw(
      'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1\.1 404 Not Found\r\n/);
  });

  it('forget a feed that was taken away', async () => {
    const remove = server.door.upgrades.add('/short', { scope: 'read', open: (_request, socket) => socket.destroy() });
    remove();
    assert.equal(await open('/short', { 'x-api-key': key }), 404);
  });
});
