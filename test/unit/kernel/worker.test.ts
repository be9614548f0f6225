import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { WorkerClient, type WorkerOptions } from '../../../nodes/kernel/index.ts';

describe('worker', () => {
  const told = new EventEmitter();
  let client: WorkerClient;

  function start(options: Partial<WorkerOptions> = {}): WorkerClient {
    client = new WorkerClient({
      module: new URL('./sample-worker.child', import.meta.url),
      name: 'sample',
      onStopped: (reason) => told.emit('stopped', reason),
      onEvent: (event) => told.emit('event', event),
      ...options,
    });
    return client;
  }

  afterEach(async () => {
    await client.close();
    told.removeAllListeners();
  });

  it('answers calls, each with its own result, and knows its data', async () => {
    start({ data: { folder: 'x' } });
    const answers = await Promise.all([1, 'two', { three: [3] }].map((argument) => client.call('echo', argument)));
    assert.deepEqual(
      answers,
      [1, 'two', { three: [3] }].map((argument) => ({ argument, data: { folder: 'x' } })),
    );
    assert.equal(client.pending, 0);
  });

  it('posts what no call asked for', async () => {
    const event = once(told, 'event');
    await start().call('post', { progress: 5 });
    assert.deepEqual(await event, [{ progress: 5 }]);
  });

  const failures: [string, string, object][] = [
    ['a typed error with its facts', 'refuse', { code: 'soc_min', status: 422, facts: { limit: 5, value: 4.8 } }],
    ['a foreign error as internal', 'fail', { code: 'internal', status: 500, message: 'x is undefined' }],
    ['that there is no such method', 'dance', { code: 'internal', message: 'no method dance' }],
  ];
  for (const [title, method, error] of failures) {
    it(`brings over ${title}`, async () => {
      start();
      await assert.rejects(client.call(method), error);
      assert.equal(await client.call('count'), 1, 'the worker goes on');
    });
  }

  const ends: [string, string, string][] = [
    ['exits', 'exit', 'it ended'],
    ['throws outside of a call', 'crash', 'the worker broke'],
  ];
  for (const [title, method, reason] of ends) {
    it(`rejects every open call when it ${title}, and later ones at once`, async () => {
      start();
      const stopped = once(told, 'stopped');
      const stopMessage = { code: 'worker_stopped', status: 503, message: `The sample worker stopped: ${reason}.` };
      await Promise.all([
        assert.rejects(client.call('never'), stopMessage),
        assert.rejects(client.call(method), stopMessage),
      ]);
      assert.deepEqual(await stopped, [reason]);
      assert.equal(client.pending, 0);
      await assert.rejects(client.call('count'), { code: 'worker_stopped', message: /it is not running/ });
    });
  }

  it('is started again when it should be, without repeating a call', async () => {
    start({ restart: true });
    assert.equal(await client.call('count'), 1);
    await assert.rejects(client.call('exit'), { code: 'worker_stopped' });
    assert.equal(await countOnceRestarted(), 1);
  });

  it('does not leave a call open whose argument no thread can take', async () => {
    start();
    await assert.rejects(
      client.call('echo', () => undefined),
      /could not be cloned/,
    );
    assert.equal(client.pending, 0);
  });

  it('rejects a call whose answer no thread can take, and goes on', async () => {
    start();
    const other = client.call('never');
    other.catch(() => undefined);
    await assert.rejects(client.call('answerWithFunction'), /could not be cloned/);
    assert.equal(await client.call('count'), 1);
  });

  it('closes after the calls that were made, and is not started again', async () => {
    start({ restart: true });
    const stopped: unknown[] = [];
    told.on('stopped', (reason) => stopped.push(reason));
    const event = once(told, 'event');
    const counts = [client.call('count'), client.call('count')];
    await client.close();
    assert.deepEqual(await Promise.all(counts), [1, 2]);
    assert.deepEqual(await event, ['closed after 2 calls']);
    assert.deepEqual(stopped, []);
    await assert.rejects(client.call('count'), { code: 'worker_stopped' });
  });

  async function countOnceRestarted(): Promise<unknown> {
    for (;;) {
      try {
        return await client.call('count');
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
});
