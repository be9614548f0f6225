import assert from 'node:assert/strict';
import fc from 'fast-check';
import { systemClock } from '../../../../nodes/kernel/index.ts';
import {
  MasterListener,
  type MasterListenerOptions,
  type MasterRequest,
} from '../../../../nodes/devices/northbound/master-listener.ts';
import { frameBytes } from '../../../../nodes/devices/northbound/tcp-frame.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { RawClient } from '../../plant/raw-client.fixture.ts';

const wide = { perMinute: 1e8, burst: 1e6 };
const limits = { connections: 8, perConnection: wide, total: wide, idleMs: 60_000 };
/** Answers a request with itself, or with `06` when it came too fast. */
const echo = ({ pdu, isOverRate }: MasterRequest) => Promise.resolve(isOverRate ? Buffer.from([6]) : pdu);

describe('master-listener', () => {
  const opened: (MasterListener | RawClient)[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function listen(options: Partial<MasterListenerOptions> = {}): Promise<MasterListener> {
    const own = { host: '127.0.0.1', port: 0, limits, clock: systemClock, isAllowed: () => true, answer: echo };
    const listener = new MasterListener({ ...own, ...options });
    opened.push(listener);
    await listener.listen();
    return listener;
  }
  async function dial({ port }: MasterListener): Promise<RawClient> {
    const client = await RawClient.connect(port);
    opened.push(client);
    return client;
  }

  it('answers requests that come joined, one after the other and in their order', async () => {
    let atWork = 0;
    const answer = async ({ pdu }: MasterRequest): Promise<Buffer> => {
      atWork += 1;
      assert.equal(atWork, 1);
      await new Promise(setImmediate);
      atWork -= 1;
      return pdu;
    };
    const client = await dial(await listen({ answer }));
    const frames = [1, 2, 3].map((n) => frameBytes({ transaction: n, unit: n, pdu: Buffer.from([3, n]) }));
    client.send(Buffer.concat(frames));
    await client.until(() => client.received.length === 27);
    assert.deepEqual(client.received, Buffer.concat(frames));
  });

  it('answers a request that comes byte by byte', async () => {
    const client = await dial(await listen());
    const frame = frameBytes({ transaction: 7, unit: 1, pdu: Buffer.from([3, 0, 0, 0, 1]) });
    for (const byte of frame) {
      client.socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await client.until(() => client.received.length === frame.length);
    assert.deepEqual(client.received, frame);
  });

  it('serves other masters while one request takes its time', async () => {
    let finish = (): void => assert.fail('nothing is at work');
    const answer = ({ pdu, unit }: MasterRequest) =>
      unit === 9 ? new Promise<Buffer>((resolve) => (finish = () => resolve(pdu))) : Promise.resolve(pdu);
    const listener = await listen({ answer });
    const [slow, quick] = [await dial(listener), await dial(listener)];
    assert.equal(await slow.ask(9, '03', 20), 'silent');
    assert.equal(await quick.ask(1, '04'), '04');
    finish();
    await slow.until(() => slow.received.length > 0);
    assert.equal(slow.received.subarray(7).toString('hex'), '03');
  });

  it('tells who asked', async () => {
    const peers: string[] = [];
    const answer = ({ pdu, peer }: MasterRequest) => Promise.resolve((peers.push(peer), pdu));
    await (await dial(await listen({ answer }))).ask(1, '03');
    assert.deepEqual(peers, ['127.0.0.1']);
  });

  it('hangs up on masters that are not allowed, without a byte', async () => {
    const listener = await listen({ isAllowed: (address) => address !== '127.0.0.1' });
    const client = await dial(listener);
    assert.equal(await client.ask(1, '03'), 'closed');
    assert.deepEqual([client.received.length, listener.connections], [0, 0]);
  });

  it('hangs up on what is no Modbus, and goes on serving others', async () => {
    const listener = await listen();
    const [bad, good] = [await dial(listener), await dial(listener)];
    bad.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await bad.until(() => false);
    assert.ok(bad.closed);
    assert.equal(await good.ask(1, '03'), '03');
    assert.equal(listener.connections, 1);
  });

  it('survives any bytes on any number of connections', async () => {
    const listener = await listen();
    const segments = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(segments, async (garbage) => {
        const client = await RawClient.connect(listener.port);
        for (const bytes of garbage) client.socket.write(Buffer.from(bytes));
        await new Promise(setImmediate);
        client.close();
      }),
      { numRuns: 100 },
    );
    assert.equal(await (await dial(listener)).ask(1, '03'), '03');
  });

  it('bounds its connections and has room again when one ends', async () => {
    const listener = await listen({ limits: { ...limits, connections: 2 } });
    const clients = [await dial(listener), await dial(listener), await dial(listener)];
    assert.deepEqual(await Promise.all(clients.map((client) => client.ask(1, '03'))), ['03', '03', 'closed']);
    clients[0]!.close();
    while (listener.connections > 1) await new Promise(setImmediate);
    assert.equal(await (await dial(listener)).ask(1, '03'), '03');
  });

  describe('the rate', () => {
    const rate = { perMinute: 600, burst: 2 };

    it('of one connection is bounded by refusals, each of which costs the time of a request', async () => {
      const clock = new ManualClock();
      const listener = await listen({ clock, limits: { ...limits, perConnection: rate } });
      const [eager, other] = [await dial(listener), await dial(listener)];
      assert.deepEqual(
        [await eager.ask(1, '03'), await eager.ask(1, '03'), await eager.ask(1, '03')],
        ['03', '03', '06'],
      );
      assert.equal(await eager.ask(1, '04', 20), 'silent');
      assert.equal(await other.ask(1, '03'), '03');
      clock.advance(100);
      await eager.until(() => eager.received.length > 0);
      assert.equal(eager.received.subarray(7).toString('hex'), '04');
    });

    it('of all connections together is bounded too', async () => {
      const listener = await listen({ clock: new ManualClock(), limits: { ...limits, total: rate } });
      const clients = [await dial(listener), await dial(listener), await dial(listener)];
      const answers: string[] = [];
      for (const client of clients) answers.push(await client.ask(1, '03'));
      assert.deepEqual(answers, ['03', '03', '06']);
    });
  });

  it('ends a connection that asked nothing whole for the idle time, and no other', async () => {
    const clock = new ManualClock();
    const listener = await listen({ clock });
    const [idle, trickling, busy] = [await dial(listener), await dial(listener), await dial(listener)];
    for (const client of [idle, trickling, busy]) await client.ask(1, '03');
    clock.advance(45_000);
    trickling.socket.write(Buffer.from([0]));
    await busy.ask(1, '03');
    clock.advance(30_000);
    await Promise.all([idle.until(() => false), trickling.until(() => false)]);
    assert.deepEqual([idle.closed, trickling.closed, busy.closed], [true, true, false]);
  });

  it('cuts a master that asks without reading the answers', async () => {
    const big = Buffer.alloc(250, 1);
    const client = await dial(await listen({ answer: () => Promise.resolve(big) }));
    client.socket.pause();
    const requests = Buffer.alloc(
      12 * 5000,
      frameBytes({ transaction: 1, unit: 1, pdu: Buffer.from('0300000001', 'hex') }),
    );
    for (let turn = 0; turn < 100 && !client.socket.destroyed; turn++) {
      client.socket.write(requests);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    client.socket.resume();
    await client.until(() => false, 1500);
    assert.ok(client.closed);
  });

  it('ends its connections when it closes', async () => {
    const listener = await listen();
    const client = await dial(listener);
    await client.ask(1, '03');
    await listener.close();
    await client.until(() => false);
    assert.ok(client.closed);
    await assert.rejects(RawClient.connect(listener.port), { code: 'ECONNREFUSED' });
  });

  it('names the port that it cannot have', async () => {
    const { port } = await listen();
    await assert.rejects(listen({ port }), {
      code: 'port_unavailable',
      message: `The Modbus port cannot listen on ${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port}.`,
    });
  });
});
