import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { DeployPause } from '../../../nodes/api/deploy-pause.ts';
import type { HttpRequest, HttpResponse } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { type DoorServer, startDoorServer } from './door-server.ts';

describe('requests during a deploy', () => {
  let clock: ManualClock;
  let server: DoorServer;
  let headers: Readonly<Record<string, string>>;

  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    server = await startDoorServer({ clock });
    headers = { 'x-api-key': server.newKey({}) };
    clock.advance(2000);
  });
  afterEach(() => server.close());

  const ask = (path = '/own/1') => server.ask(path, { headers });
  /** Resolves with what a request has come to after some turns of the event loop. */
  const soon = <T>(answer: Promise<T>): Promise<T | 'waits'> =>
    Promise.race([answer, new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 100))]);

  it('wait until the flows run again', async () => {
    server.events.emit('flows:stopping');
    const asked = ask();
    assert.equal(await soon(asked), 'waits');
    server.events.emit('flows:started');
    assert.equal((await asked).status, 200);
    assert.equal((await ask()).status, 200);
  });

  it('that are under way may end before the flows stop', async () => {
    server.events.emit('flows:started');
    const silent = server.ask('/silent', { headers });
    await soon(silent);
    let isDrained = false;
    const drained = server.door.drain().then(() => (isDrained = true));
    const asked = ask();
    assert.equal(await soon(asked), 'waits');
    assert.equal(isDrained, false);
    clock.advance(250);
    await drained;
    server.events.emit('flows:stopping');
    server.events.emit('flows:started');
    assert.equal((await asked).status, 200);
    clock.advance(10_000);
    assert.equal((await silent).status, 504);
  });

  it('do not hold a deploy up when none is under way, and go on when it fails', async () => {
    server.events.emit('flows:started');
    await ask();
    await server.door.drain();
    const asked = ask();
    assert.equal(await soon(asked), 'waits');
    clock.advance(3000);
    assert.equal((await asked).status, 200);
    assert.equal((await ask()).status, 200);
  });

  it('go on while the first flows have not started', async () => {
    await server.door.drain();
    assert.equal((await ask()).status, 200);
  });

  it('are refused at once when they would change something', async () => {
    server.events.emit('flows:stopping');
    const { status, json } = await server.ask('/own', { method: 'POST', headers, body: {} });
    assert.deepEqual([status, json['error']], [503, 'route_closed']);
    server.events.emit('flows:started');
    assert.equal((await server.ask('/own', { method: 'POST', headers, body: {} })).status, 200);
  });

  it('are told after three seconds that the flows have not come back', async () => {
    server.events.emit('flows:stopping');
    const asked = ask();
    assert.equal(await soon(asked), 'waits');
    clock.advance(3000);
    const { status, json } = await asked;
    assert.equal(status, 503);
    assert.equal(json['error'], 'route_closed');
  });

  it('are answered all the while by the door itself', async () => {
    server.events.emit('flows:stopping');
    assert.equal((await ask('/docs')).status, 200);
    assert.equal((await server.ask('/own/1')).status, 401);
  });

  it('are refused when the deploy came between their head and their body', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
    const key = headers['x-api-key']!;
    socket.write(
      `POST /own HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n`,
    );
    assert.equal(await soon(answer), 'waits');
    server.events.emit('flows:stopping');
    server.events.emit('flows:started');
    socket.write('{}');
    assert.match(await answer, /^HTTP\/1.1 503 .*route_closed/s);
    socket.destroy();
  });

  it('whose client has left never reach the flows', () => {
    const events = new EventEmitter();
    const pause = new DeployPause(clock);
    pause.watch(events);
    const reached: string[] = [];
    const hold = (name: string, destroyed: boolean): void => {
      const request = { method: 'GET', socket: { destroyed } } as unknown as HttpRequest;
      pause.hold(request, {} as unknown as HttpResponse, () => reached.push(name));
    };
    events.emit('flows:stopping');
    hold('stays', false);
    hold('leaves', true);
    events.emit('flows:started');
    assert.deepEqual(reached, ['stays']);
  });

  it('do not wait once the gateway ends', async () => {
    server.events.emit('flows:stopping');
    const asked = ask();
    assert.equal(await soon(asked), 'waits');
    server.door.close();
    assert.equal((await asked).status, 503);
    server.events.emit('flows:stopping');
    assert.equal((await ask()).status, 503);
  });
});
