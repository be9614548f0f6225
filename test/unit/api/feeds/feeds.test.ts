import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ClientSign, FeedOwner } from '../../../../nodes/api/feeds/feed.ts';
import type { OpenFeed } from '../../../../nodes/api/feeds/feeds.ts';
import type { FeedKind } from '../../../../nodes/api/feeds/feed-kind.ts';
import { plainFeed } from '../../../../nodes/api/feeds/plain-feed.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { upgrade } from '../../../support/upgrade.ts';
import { type DoorServer, startDoorServer } from '../door-server.ts';

const batchMs = 50;

/** A client that keeps what it reads. */
class Reader {
  readonly socket: WebSocket;
  readonly texts: string[] = [];
  #wanted: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.texts.push(data.toString());
      this.#wanted?.();
    });
  }

  static async open(port: number, path: string): Promise<Reader> {
    const reader = new Reader(new WebSocket(`ws://127.0.0.1:${port}${path}`));
    await once(reader.socket, 'open');
    return reader;
  }

  /** Resolves when it has read so many messages. */
  async read(count: number): Promise<readonly string[]> {
    while (this.texts.length < count) await new Promise<void>((resolve) => (this.#wanted = resolve));
    return this.texts;
  }

  /** The code with which the gateway closed it. */
  async closed(): Promise<number> {
    if (this.socket.readyState === WebSocket.CLOSED) return 0;
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }
}

describe('feeds', () => {
  let clock: ManualClock;
  let server: DoorServer;
  let feed: OpenFeed | undefined;
  let signs: ClientSign[];
  let counts: number[];

  beforeEach(async () => {
    clock = new ManualClock();
    signs = [];
    counts = [];
    server = await startDoorServer({ clock, mode: 'development' });
  });
  afterEach(async () => {
    feed?.close(true);
    feed = undefined;
    await server.close();
  });

  const ownerOf = (kind: FeedKind = plainFeed, maxClients = 10): FeedOwner => ({
    kind,
    maxClients,
    onClients: (count) => counts.push(count),
    onSign: (sign) => signs.push(sign),
  });
  const settings = { path: '/ws/{machine}', kindName: 'plain', scope: 'read' } as const;
  const open = (changes: object = {}, owner = ownerOf()): OpenFeed => {
    feed = server.door.feeds.open({ ...settings, ...changes }, owner);
    return feed;
  };
  const send = (payload: unknown, more: object = {}): void =>
    feed?.publish({ _msgid: '1', payload, parameters: { machine: 'm1' }, ...more });
  const enter = (path: string): Promise<Reader> => Reader.open(server.port, path);

  /** Turns of the event loop in which sockets do what they have to do. */
  async function until(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + 1500;
    while (!holds()) {
      assert.ok(performance.now() < deadline, 'did not happen in time');
      await turn();
    }
  }

  it('send every message once, in order, to those who want it', async () => {
    open();
    const [first, second, other] = await Promise.all(['/ws/m1', '/ws/m1', '/ws/m2'].map(enter));
    const expected = Array.from({ length: 500 }, (_, n) => ({ n, text: 'ü'.repeat(n) }));
    for (const [n, payload] of expected.entries()) {
      send(payload);
      if (n % 7 === 0) send({ n }, { parameters: { machine: 'm2' } });
      if (n % 40 === 0) clock.advance(batchMs);
    }
    clock.advance(batchMs);
    const texts = expected.map((payload) => JSON.stringify(payload));
    assert.deepEqual(await first!.read(500), texts);
    assert.deepEqual(await second!.read(500), texts);
    assert.equal((await other!.read(72)).length, 72);
    assert.deepEqual([first!.texts.length, second!.texts.length], [500, 500]);
  });

  it('gather the messages of 50 ms', async () => {
    open();
    const reader = await enter('/ws/m1');
    send(1);
    clock.advance(batchMs - 1);
    send(2);
    await turn();
    assert.deepEqual(reader.texts, []);
    clock.advance(1);
    assert.deepEqual(await reader.read(2), ['1', '2']);
  });

  it('answer one client, after everything that was sent before', async () => {
    open();
    const [first, second] = await Promise.all(['/ws/m1?page=2', '/ws/m1'].map(enter));
    const { client, ...sign } = signs.find(({ query }) => query['page'] === '2')!;
    assert.deepEqual(sign, { topic: 'connect', said: null, parameters: { machine: 'm1' }, query: { page: '2' } });
    send('to all');
    send('to one', { client });
    send('to nobody', { client: 'unknown' });
    clock.advance(batchMs);
    assert.deepEqual(await first!.read(2), ['to all', 'to one']);
    assert.deepEqual(await second!.read(1), ['to all']);
  });

  it('tell what clients say and that they go', async () => {
    open();
    const reader = await enter('/ws/m1');
    reader.socket.send('{"type":"ping"}');
    await until(() => signs.length === 2);
    reader.socket.close();
    await until(() => signs.length === 3);
    assert.deepEqual(
      signs.map(({ topic, said }) => [topic, said]),
      [
        ['connect', null],
        ['message', '{"type":"ping"}'],
        ['disconnect', null],
      ],
    );
    assert.equal(new Set(signs.map(({ client }) => client)).size, 1);
    assert.deepEqual(counts, [0, 1, 0]);
  });

  it('close a client that sends more than 4 kB', async () => {
    open();
    const reader = await enter('/ws/m1');
    reader.socket.send('x'.repeat(4096));
    await until(() => signs.length === 2);
    reader.socket.send('x'.repeat(4097));
    assert.equal(await reader.closed(), 1009);
  });

  it('never compress', async () => {
    open();
    const reader = await enter('/ws/m1');
    assert.equal(reader.socket.extensions, '');
  });

  it('refuse more clients than the feed may have, with the reason', async () => {
    open({}, ownerOf(plainFeed, 2));
    const [first] = await Promise.all(['/ws/m1', '/ws/m2'].map(enter));
    assert.equal(await upgrade(server.port, '/ws/m1'), 503);
    first!.socket.close();
    await until(() => counts.at(-1) === 1);
    assert.equal(await upgrade(server.port, '/ws/m1'), 'open');
  });

  describe('through a deploy', () => {
    it('keep the clients of a feed that is as it was', async () => {
      open().close(false);
      assert.equal(await upgrade(server.port, '/ws/m1'), 503, 'nobody gets in meanwhile');
      open();
      const reader = await enter('/ws/m1');
      send('before');
      feed!.close(false);
      clock.advance(batchMs);
      assert.deepEqual(await reader.read(1), ['before'], 'what was sent before still arrives');
      clock.advance(9000);
      counts = [];
      open({}, ownerOf(plainFeed, 5));
      assert.deepEqual(counts, [1]);
      clock.advance(2000);
      send('after');
      clock.advance(batchMs);
      assert.deepEqual(await reader.read(2), ['before', 'after']);
    });

    for (const changes of [{ kindName: 'other' }, { scope: 'alarms' }, { path: '/ws/{other}' }]) {
      it(`end those of a feed with another ${Object.keys(changes).join()}`, async () => {
        open();
        const reader = await enter('/ws/m1');
        const closed = reader.closed();
        feed!.close(false);
        open(changes);
        assert.equal(await closed, 1012);
        assert.deepEqual(counts.at(-1), 0);
      });
    }

    it('end those of a removed feed at once, and of one that does not come back after 10 s', async () => {
      open();
      const [first, closedFirst] = await enter('/ws/m1').then((reader) => [reader, reader.closed()] as const);
      feed!.close(true);
      assert.equal(await closedFirst, 1001);
      assert.equal(first.socket.readyState, WebSocket.CLOSED);
      assert.equal(await upgrade(server.port, '/ws/m1'), 404);
      open();
      const closedSecond = (await enter('/ws/m1')).closed();
      feed!.close(false);
      clock.advance(10_000);
      assert.equal(await closedSecond, 1001);
    });

    it('refuse two nodes with one path', () => {
      open();
      assert.throws(() => server.door.feeds.open({ ...settings, path: '/ws/{other}' }, ownerOf()), {
        code: 'feed_path_taken',
      });
    });
  });

  it('cut off a client that does not answer a ping within 30 s', async () => {
    open();
    const [lively, deaf] = await Promise.all(['/ws/m1', '/ws/m1'].map(enter));
    let pings = 0;
    lively!.socket.on('ping', () => (pings += 1));
    deaf!.socket.pong = () => undefined;
    const closed = deaf!.closed();
    for (let half = 0; half < 2; half += 1) {
      clock.advance(30_000);
      await until(() => pings === half + 1);
      // The pong is on its way once the client has told of the ping.
      for (let n = 0; n < 20; n += 1) await turn();
    }
    assert.equal(await closed, 1006);
    assert.equal(lively!.socket.readyState, WebSocket.OPEN);
    assert.match(await server.metrics.render(), /^busbar_feed_clients_cut_total\{.*reason="silent"\} 1$/m);
  });

  it('cut off a client that does not read, and nobody else', async () => {
    open();
    const [reading, stuck] = await Promise.all(['/ws/m1', '/ws/m1'].map(enter));
    stuck!.socket.pause();
    const text = 'x'.repeat(200_000);
    let sent = 0;
    while (counts.at(-1) === 2) {
      assert.ok(sent < 200, 'a client that reads nothing is never cut off');
      send(text);
      clock.advance(batchMs);
      sent += 1;
      await reading!.read(sent);
    }
    assert.equal(reading!.texts.length, sent);
    assert.ok(reading!.texts.every((read) => read === text));
    assert.match(await server.metrics.render(), /^busbar_feed_clients_cut_total\{.*reason="slow"\} 1$/m);
  });

  it('are counted in the metrics', async () => {
    open();
    await Promise.all(['/ws/m1', '/ws/m1', '/ws/m2'].map(enter));
    send(1);
    send(2);
    clock.advance(batchMs);
    const metrics = await server.metrics.render();
    assert.match(metrics, /^busbar_feed_clients\{site_id="TEST",feed="\/ws\/\{machine\}"\} 3$/m);
    assert.match(metrics, /^busbar_feed_messages_total\{site_id="TEST",feed="\/ws\/\{machine\}"\} 4$/m);
    feed!.close(true);
    assert.doesNotMatch(await server.metrics.render(), /^busbar_feed_clients\{/m);
  });

  it('end every connection when the front door closes', async () => {
    open();
    const closed = (await enter('/ws/m1')).closed();
    server.door.close();
    assert.equal(await closed, 1001);
    feed!.close(false);
  });

  it('refuse a path with a parameter that the kind does not know', () => {
    const kind = { ...plainFeed, pathParameters: ['block_slug'] };
    assert.throws(() => open({}, ownerOf(kind)), { code: 'bad_feed_path', message: /block_slug/ });
  });
});
