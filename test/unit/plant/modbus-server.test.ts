import assert from 'node:assert/strict';
import fc from 'fast-check';
import { systemClock } from '../../../nodes/kernel/index.ts';
import { encodeFrame, type ModbusFrame } from '../../../nodes/plant/modbus-frame.ts';
import { ModbusServer, type ModbusServerOptions, type WireAnswer } from '../../../nodes/plant/modbus-server.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RawClient } from './raw-client.fixture.ts';

const echo = (frame: ModbusFrame): WireAnswer => ({ parts: [{ bytes: encodeFrame(frame), afterMs: 0 }], close: false });

describe('modbus-server', () => {
  const opened: (ModbusServer | RawClient)[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function serve(options: Partial<ModbusServerOptions> = {}): Promise<ModbusServer> {
    const server = new ModbusServer({ port: 0, clock: systemClock, answer: echo, ...options });
    opened.push(server);
    await server.listen();
    return server;
  }
  async function dial({ port }: ModbusServer): Promise<RawClient> {
    const client = await RawClient.connect(port);
    opened.push(client);
    return client;
  }

  it('answers requests that come joined in one segment, in their order', async () => {
    const client = await dial(await serve());
    const frames = [1, 2, 3].map((n) => encodeFrame({ transaction: n, unit: n, pdu: Buffer.from([3, n]) }));
    client.send(Buffer.concat(frames));
    await client.until(() => client.received.length === 27);
    assert.deepEqual(client.received, Buffer.concat(frames));
  });

  it('answers a request that comes byte by byte', async () => {
    const client = await dial(await serve());
    const frame = encodeFrame({ transaction: 7, unit: 1, pdu: Buffer.from([3, 0, 0, 0, 1]) });
    for (const byte of frame) {
      client.socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await client.until(() => client.received.length === frame.length);
    assert.deepEqual(client.received, frame);
  });

  it('hangs up on what is no Modbus, and goes on serving others', async () => {
    const server = await serve();
    const [bad, good] = [await dial(server), await dial(server)];
    bad.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await bad.until(() => false);
    assert.ok(bad.closed);
    assert.equal(await good.ask(1, '0300000001'), '0300000001');
  });

  it('survives random bytes on many connections', async () => {
    const server = await serve();
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(chunks, async (garbage) => {
        const client = await RawClient.connect(server.port);
        for (const chunk of garbage) client.socket.write(Buffer.from(chunk));
        await new Promise(setImmediate);
        client.close();
      }),
      { numRuns: 200 },
    );
    const client = await dial(server);
    assert.equal(await client.ask(1, '0300000001'), '0300000001');
  });

  it('bounds its connections', async () => {
    const server = await serve({ maxConnections: 2 });
    const clients = [await dial(server), await dial(server), await dial(server)];
    const answers = await Promise.all(clients.map((client) => client.ask(1, '03')));
    assert.deepEqual(answers, ['03', '03', 'closed']);
  });

  it('ends a connection that was silent for its idle time, and no other', async () => {
    const clock = new ManualClock();
    const server = await serve({ clock, idleMs: 60_000 });
    const [idle, busy] = [await dial(server), await dial(server)];
    await idle.ask(1, '03');
    clock.advance(45_000);
    await busy.ask(1, '03');
    clock.advance(30_000);
    await idle.until(() => false);
    assert.deepEqual([idle.closed, busy.closed], [true, false]);
  });

  it('cuts a client that asks without reading the answers', async () => {
    const big = Buffer.alloc(250, 1);
    const answer = (frame: ModbusFrame): WireAnswer => ({
      parts: [{ bytes: encodeFrame({ ...frame, pdu: big }), afterMs: 0 }],
      close: false,
    });
    const client = await dial(await serve({ answer }));
    client.socket.pause();
    const requests = Buffer.alloc(
      12 * 5000,
      encodeFrame({ transaction: 1, unit: 1, pdu: Buffer.from([3, 0, 0, 0, 1]) }),
    );
    for (let i = 0; i < 100 && !client.closed; i += 1) {
      client.socket.write(requests);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    client.socket.resume();
    await client.until(() => false, 1000);
    assert.ok(client.closed);
  });

  it('sends a part later without holding up the next answer', async () => {
    const clock = new ManualClock();
    const answer = (frame: ModbusFrame): WireAnswer => ({
      parts: [{ bytes: encodeFrame(frame), afterMs: frame.unit === 9 ? 500 : 0 }],
      close: false,
    });
    const client = await dial(await serve({ clock, answer }));
    assert.equal(await client.ask(9, '03', 30), 'silent');
    assert.equal(await client.ask(1, '04'), '04');
    client.send(Buffer.alloc(0));
    clock.advance(500);
    await client.until(() => client.received.length > 0);
    assert.equal(client.received.toString('hex').slice(-4), '0903');
  });

  it('refuses connections until it listens again on the same port', async () => {
    const server = await serve();
    const { port } = server;
    const client = await dial(server);
    await server.refuse();
    await client.until(() => false);
    assert.ok(client.closed);
    await assert.rejects(RawClient.connect(port), { code: 'ECONNREFUSED' });
    await server.listen();
    assert.equal(server.port, port);
    assert.equal(await (await dial(server)).ask(1, '03'), '03');
  });

  it('names the port that it cannot have', async () => {
    const { port } = await serve();
    const second = new ModbusServer({ port, clock: systemClock, answer: echo });
    opened.push(second);
    await assert.rejects(second.listen(), {
      code: 'plant_port_unavailable',
      message: `The demo plant cannot listen on port ${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port}.`,
    });
  });
});
