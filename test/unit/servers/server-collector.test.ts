import assert from 'node:assert/strict';
import serverCollector from '../../../nodes/servers/server-collector.ts';
import { serverMonitor } from '../../../nodes/servers/server-monitor.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { answerText, startTarget, type Target } from './http-target.fixture.ts';
import { hostText } from './node-exporter.fixture.ts';
import { type ServersRig, startServersRig } from './servers.fixture.ts';

describe('server-collector node', () => {
  let target: Target;
  let rig: ServersRig;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock();
    target = await startTarget(answerText(hostText(100)));
    const sources = [{ kind: 'node-exporter', url: target.url.href } as const];
    const servers = ['a', 'b'].map((name) => ({ name, description: name, sources }));
    rig = await startServersRig(servers, clock);
  });
  afterEach(async () => {
    await TestFlow.close();
    await rig.stop();
    await target.close();
  });

  it('sends every round of its server', async () => {
    const flow = await TestFlow.ofNode(serverCollector, { server: 'a' });
    const { topic, payload, status, ts } = await flow.ask('node', {});
    assert.deepEqual([topic, status, ts], ['a', 'online', clock.now()]);
    assert.equal((payload as { memory: { total_gb: number } }).memory.total_gb, 64);
    assert.deepEqual(
      flow.shown('node'),
      ['offline', 'online'].map((text) =>
        text === 'offline' ? 'node-exporter at ' + target.url.href + ': not asked yet' : text,
      ),
    );
  });

  it('sends those of all servers, and shows how many are online', async () => {
    const flow = await TestFlow.ofNode(serverCollector);
    const arrived = new Promise<string[]>((resolve) => {
      const topics: string[] = [];
      serverMonitor.get().subscribe(({ model }) => {
        topics.push(model.name);
        if (topics.length === 2) resolve(topics);
      });
    });
    flow.receive('node', {});
    assert.deepEqual((await arrived).sort(), ['a', 'b']);
    assert.equal(flow.shown('node').at(-1), '2 of 2 servers online');
  });

  it('is red for a server that the site file does not name', async () => {
    const flow = await TestFlow.ofNode(serverCollector, { server: 'nobody' });
    assert.equal((await flow.askForError('node', {})).code, 'unknown_server');
  });
});
