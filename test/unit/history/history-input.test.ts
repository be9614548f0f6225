import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import historyInput from '../../../nodes/history/history-input.ts';
import { historyService } from '../../../nodes/history/index.ts';
import { siteRuntime } from '../../../nodes/site/index.ts';
import { coreNode, TestFlow } from '../../support/node-runtime.ts';
import { memoryConnection } from '../../support/store-engines.ts';
import { historyModules } from './history.fixture.ts';
import { PostedSiteHistory } from './posted-site.fixture.ts';

describe('history-input node', () => {
  let running: PostedSiteHistory;
  beforeEach(async () => {
    running = await new PostedSiteHistory(memoryConnection(historyModules)).start();
    siteRuntime.provide(running.site);
    historyService.provide(running.history);
  });
  afterEach(async () => {
    await TestFlow.close();
    historyService.withdraw();
    siteRuntime.withdraw();
    await running.history.stop();
  });

  const load = (): Promise<TestFlow> =>
    TestFlow.load(
      [historyInput, coreNode('common/24-complete.js')],
      [
        { id: 'tab', type: 'tab' },
        { id: 'node', z: 'tab', type: 'busbar-history-input', version: 1, x: 1, y: 1, wires: [] },
        { id: 'complete', z: 'tab', type: 'complete', x: 1, y: 2, scope: ['node'], wires: [['completed']] },
        { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 3, scope: ['node'], wires: [['caught']] },
        ...['completed', 'caught'].map((id) => ({ id, z: 'tab', type: 'helper', x: 2, y: 1 })),
      ],
    );
  /** Lets the messages arrive, and the 50 ms pass in which they are gathered. */
  const gather = async (flow: TestFlow): Promise<void> => {
    await flow.settled();
    running.clock.advance(50);
    await flow.settled();
  };

  it('records what messages bring, then completes them', async () => {
    const flow = await load();
    flow.receive('node', { payload: { sensor_id: 1, value: 20 } });
    flow.receive('node', { payload: [{ tag: 'TANK-L', value: 5 }] });
    await flow.settled();
    assert.deepEqual([running.frames.length, flow.arrived('completed').length], [0, 0]);
    await gather(flow);
    assert.deepEqual([running.frames.length, running.history.state().recorded], [1, 1]);
    assert.equal(flow.arrived('completed').length, 2);
    assert.deepEqual(
      running.history.latest([1, 3]).map(({ value }) => value),
      [20, 5],
    );
  });

  it('shows once what was recorded together', async () => {
    const flow = await load();
    for (let at = 0; at < 5; at += 1) {
      flow.receive('node', { payload: { sensor_id: 1, value: at, timestamp: running.clock.now() - at } });
    }
    await gather(flow);
    assert.deepEqual(flow.shown('node'), ['nothing taken yet', '5 readings in 5 frames']);
  });

  it('hands what it refuses to a catch node', async () => {
    const flow = await load();
    const { message, code } = await flow.askForError('node', { payload: { sensor_id: 9, value: 1 } });
    assert.equal(code, 'sensor_not_posted');
    assert.match(message, /the site file says that PUMP is polled/);
    assert.equal(flow.shown('node').at(-1), 'sensor_not_posted');
    await gather(flow);
    assert.deepEqual([running.frames.length, flow.arrived('completed').length], [0, 0]);
  });

  it('does not complete what is not on the disk', async () => {
    const flow = await load();
    running.store.writesLeft = 0;
    flow.receive('node', { payload: { sensor_id: 1, value: 20 } });
    await gather(flow);
    assert.deepEqual([flow.arrived('completed').length, flow.arrived('caught').length], [0, 1]);
  });

  it('loses nothing when it is closed', async () => {
    const flow = await load();
    flow.receive('node', { payload: { sensor_id: 1, value: 20 } });
    await flow.settled();
    await TestFlow.close();
    await sleep(0);
    assert.equal(running.history.state().recorded, 1);
  });

  it('answers 503 while the history has not started', async () => {
    historyService.withdraw();
    const flow = await load();
    const { cause } = await flow.askForError('node', { payload: { sensor_id: 1, value: 20 } });
    assert.equal((cause as { status: number }).status, 503);
  });
});
