import assert from 'node:assert/strict';
import { microgridService } from '../../../nodes/tables/index.ts';
import realtime from '../../../nodes/tables/realtime.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { TestMicrogrid } from './microgrid.fixture.ts';

describe('realtime node', () => {
  let test: TestMicrogrid;
  beforeEach(async () => {
    test = await new TestMicrogrid().start();
    microgridService.provide(test.microgrid);
  });
  afterEach(async () => {
    await TestFlow.close();
    microgridService.withdraw();
    test.microgrid.stop();
  });

  const join = JSON.stringify([
    '1',
    '1',
    'realtime:x',
    'phx_join',
    {
      config: { postgres_changes: [{ event: '*', schema: 'public', table: 'mg_device_registry' }] },
    },
  ]);

  async function subscribed(): Promise<TestFlow> {
    const flow = await TestFlow.ofNode(realtime);
    flow.receive('node', { topic: 'connect', client: 'a', payload: null, query: { vsn: '2.0.0' } });
    flow.receive('node', { topic: 'message', client: 'a', payload: join });
    await flow.settled();
    return flow;
  }

  const events = (flow: TestFlow): unknown[] =>
    flow.arrived('out1').map(({ client, payload }) => [client, (JSON.parse(String(payload)) as unknown[])[3]]);

  async function register(name: string): Promise<void> {
    const { tables } = test.microgrid;
    const table = tables.table('mg_device_registry')!;
    const id = `00000000-0000-4000-8000-00000000000${name}`;
    const row = { id, name, type: 'meter', site: 'W', metadata: null, active: 1, created_at: 0 };
    await tables.insert({ table, rows: [row], conflict: undefined });
  }

  it('tells a client of rows, until it goes', async () => {
    const flow = await subscribed();
    await register('1');
    await flow.settled();
    assert.deepEqual(events(flow), [
      ['a', 'phx_reply'],
      ['a', 'system'],
      ['a', 'postgres_changes'],
    ]);
    flow.receive('node', { topic: 'disconnect', client: 'a', payload: null });
    await flow.settled();
    await register('2');
    assert.equal(flow.arrived('out1').length, 3);
    assert.deepEqual(flow.shown('node'), ['no clients', '1 client', '1 client', 'no clients']);
  });

  it('tells after a deploy what happened during it', async () => {
    await subscribed();
    await TestFlow.close();
    await register('3');
    const flow = await TestFlow.ofNode(realtime);
    await flow.settled();
    assert.deepEqual(flow.shown('node'), ['1 client']);
    await register('4');
    await flow.settled();
    assert.deepEqual(events(flow), [
      ['a', 'postgres_changes'],
      ['a', 'postgres_changes'],
    ]);
  });

  it('is red before the tables have started', async () => {
    microgridService.withdraw();
    const flow = await TestFlow.ofNode(realtime);
    assert.deepEqual(flow.shown('node'), ['service_not_started']);
    microgridService.provide(test.microgrid);
  });
});
