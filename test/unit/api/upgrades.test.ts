import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { ManualClock } from '../../support/manual-clock.ts';
import { upgrade } from '../../support/upgrade.ts';
import { type DoorServer, startDoorServer, testRateLimits } from './door-server.ts';

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
      open: ({ request, socket, head, access }) => {
        sockets.handleUpgrade(request, socket, head, (client) => client.send(String(access.keyId)));
      },
    });
    server.door.upgrades.add('/feed/{block}', {
      scope: 'read',
      open: ({ request, socket, head, parameters, query }) => {
        const seen = JSON.stringify({ ...parameters, query: query.toString() });
        sockets.handleUpgrade(request, socket, head, (client) => client.send(seen));
      },
    });
    server.door.upgrades.add('/feed/special', {
      scope: 'read',
      open: () => {
        throw new RangeError('secret detail');
      },
    });
    server.door.upgrades.add('/admin-feed', { scope: 'admin', open: ({ socket }) => void socket.destroy() });
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
    const headers = { 'x-api-key': key };
    for (const path of ['/nowhere', '/ws/core', '/editor/comms/x', '/feed/a/b', '/feed/']) {
      assert.equal(await open(path, headers), 404, path);
      assert.equal(await open(path), 401, path);
    }
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
    assert.equal(
      await open(`/feed?ticket=${String(ticket)}`, { 'x-api-key': key }),
      401,
      'a spent ticket opens nothing',
    );
  });

  it('open a feed with a key in its address, which the feed does not see', async () => {
    assert.equal(await open(`/feed?apikey=${key}`), key.split('.')[0]);
    assert.equal(await open('/feed?apikey=wrong'), 401);
    assert.equal(await open(`/feed?apikey=${key}`, { 'x-api-key': 'wrong' }), 401, 'a header decides');
    assert.equal(await open(`/feed/b?x=1&apikey=${key}`), '{"block":"b","query":"x=1"}');
  });

  it('find the feed by its parameters, a literal path first', async () => {
    const headers = { 'x-api-key': key };
    assert.equal(await open('/feed/block-01?subsystem=x', headers), '{"block":"block-01","query":"subsystem=x"}');
    assert.equal(await open('/feed/special', headers), 500);
  });

  it('bind a ticket to the path with its values', async () => {
    const ask = { method: 'POST', headers: { 'x-api-key': key }, body: { path: '/feed/b1' } };
    const ticketOf = async () => String((await server.ask('/api/v1/ws-ticket', ask)).json['ticket']);
    assert.equal(await open(`/feed/b1?ticket=${await ticketOf()}`), '{"block":"b1","query":""}');
    assert.equal(await open(`/feed/b2?ticket=${await ticketOf()}`), 401);
  });

  it('refuse a second feed for the same paths', () => {
    const again = { scope: 'read', open: () => undefined } as const;
    assert.throws(() => server.door.upgrades.add('/feed/{other}', again), { code: 'feed_path_taken' });
  });

  it('say why in the words of the contract, and close the socket', async () => {
    const answer = await server.raw(
      'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        `X-API-Key: ${key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 404 Not Found\r\nConnection: close\r\n/);
    const { error, message } = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual([error, message], ['not_found', 'There is nothing at /nowhere.']);
  });

  it('limit how often a sender asks for what is not there', async () => {
    const limits = { ...testRateLimits, failures: { perMinute: 1, burst: 2 } };
    const strict = await startDoorServer({ rateLimits: limits });
    try {
      const statuses = [];
      for (let count = 0; count < 3; count += 1) statuses.push(await upgrade(strict.port, '/nowhere'));
      assert.deepEqual(statuses, [401, 401, 429]);
    } finally {
      await strict.close();
    }
  });

  it('forget a feed that was taken away', async () => {
    const short = { scope: 'read', open: ({ socket }: { socket: Duplex }) => void socket.destroy() } as const;
    const remove = server.door.upgrades.add('/short', short);
    remove();
    assert.equal(await open('/short', { 'x-api-key': key }), 404);
  });
});
