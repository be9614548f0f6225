import assert from 'node:assert/strict';
import apiError from '../../../nodes/api/api-error.ts';
import { frontDoor } from '../../../nodes/api/index.ts';
import { BusbarError } from '../../../nodes/kernel/index.ts';
import { type DoorServer, startDoorServer } from './door-server.ts';
import { runNode } from './node-helper.ts';

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

  const answer = (message: object) => runNode(apiError, 'busbar-api-error', message);
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

  it('hides an internal error behind an id that the log repeats', async () => {
    const sent = await answer({ ...http(), error: { message: 'cannot read /secret/path' } });
    const payload = sent['payload'] as Record<string, string>;
    assert.equal(sent['statusCode'], 500);
    assert.deepEqual(Object.keys(payload), ['error', 'message', 'error_id']);
    assert.doesNotMatch(JSON.stringify(payload), /secret/);
    assert.ok(logged.some((line) => line.includes(payload['error_id']!) && line.includes('/secret/path')));
  });

  it('sends nothing without a request, or when it has been answered', async () => {
    assert.deepEqual(await answer({ error: { message: 'x' } }), { statusOnly: 'no request to answer' });
    assert.deepEqual(await answer({ ...http(true), error: { message: 'x' } }), {
      statusOnly: 'answered already',
    });
  });
});
