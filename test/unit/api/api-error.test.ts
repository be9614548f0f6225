import assert from 'node:assert/strict';
import apiError from '../../../nodes/api/api-error.ts';
import { frontDoor } from '../../../nodes/api/index.ts';
import { BusbarError, type Message } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { type DoorServer, startDoorServer } from './door-server.ts';

describe('api-error node', () => {
  let server: DoorServer;
  const logged: string[] = [];

  before(async () => {
    server = await startDoorServer({ log: { warn: () => undefined, error: (text) => void logged.push(text) } });
    frontDoor.provide(server.door);
  });
  after(async () => {
    frontDoor.withdraw();
    await server.close();
  });

  afterEach(() => TestFlow.close());

  async function answer(message: object): Promise<Message> {
    const flow = await TestFlow.ofNode(apiError);
    return flow.ask('node', message);
  }
  const http = (headersSent = false) => ({ req: { path: '/api/v1/dispatch' }, res: { _res: { headersSent } } });
  /** A catch node copies these four properties alone. */
  const caught = ({ message, code, cause, stack }: BusbarError) => ({ message, code, cause, stack });

  it('answers a typed error in the words of the contract', async () => {
    const error = new BusbarError('too_many_requests', 429, 'Too many.', { retry_after_s: 3 });
    const sent = await answer({ ...http(), error: caught(error) });
    assert.equal(sent['statusCode'], 429);
    assert.deepEqual(sent['payload'], { error: 'too_many_requests', message: 'Too many.', retry_after_s: 3 });
    assert.deepEqual(sent['headers'], { 'Retry-After': '3' });
  });

  it('says when to ask again what is unavailable', async () => {
    const sent = await answer({ ...http(), error: caught(new BusbarError('store_full', 503, 'Full.', {})) });
    assert.deepEqual([sent['statusCode'], sent['headers']], [503, { 'Retry-After': '5' }]);
  });

  it('hides an internal error behind an id that the log repeats', async () => {
    const sent = await answer({ ...http(), error: { message: 'cannot read /secret/path' } });
    const payload = sent['payload'] as Record<string, string>;
    assert.equal(sent['statusCode'], 500);
    assert.deepEqual(Object.keys(payload), ['error', 'message', 'error_id']);
    assert.doesNotMatch(JSON.stringify(payload), /secret/);
    assert.ok(logged.some((line) => line.includes(payload['error_id']!) && line.includes('/secret/path')));
  });

  const unanswerable: [string, object, string][] = [
    ['without a request', {}, 'no request to answer'],
    ['when the request has been answered', http(true), 'answered already'],
  ];
  for (const [title, request, shown] of unanswerable) {
    it(`sends nothing ${title}`, async () => {
      const flow = await TestFlow.ofNode(apiError);
      flow.receive('node', { ...request, error: { message: 'x' } });
      await flow.settled();
      assert.deepEqual([flow.arrived('out1'), flow.shown('node')], [[], [shown]]);
    });
  }
});
