import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import helper from 'node-red-node-test-helper';
import type { Message } from '../../../nodes/kernel/index.ts';
import { plantKeeper, type PlantSnapshot } from '../../../nodes/plant/index.ts';
import plantSimulator from '../../../nodes/plant/plant-simulator.ts';
import { RawClient } from './raw-client.fixture.ts';

helper.init(createRequire(import.meta.url).resolve('node-red'), {});

describe('plant-simulator node', () => {
  afterEach(async () => {
    await helper.unload();
  });
  after(() => plantKeeper.stopAll());

  const load = (config: Record<string, unknown> = {}): Promise<unknown> =>
    helper.load(plantSimulator, [
      { id: 'tab', type: 'tab' },
      {
        id: 'plant',
        z: 'tab',
        type: 'busbar-plant-simulator',
        port: '0',
        seed: 42,
        speed: 1,
        wires: [['out']],
        ...config,
      },
      { id: 'out', z: 'tab', type: 'helper' },
      { id: 'catch', z: 'tab', type: 'catch', scope: ['plant'], wires: [['caught']] },
      { id: 'caught', z: 'tab', type: 'helper' },
    ]);
  const next = (id: string): Promise<Message> =>
    new Promise((resolve) => {
      helper.getNode(id).once('input', resolve as (message: unknown) => void);
    });
  async function ask(message: Record<string, unknown>): Promise<Message> {
    const answer = next('out');
    helper.getNode('plant').receive(message);
    return answer;
  }
  const snapshot = async (): Promise<PlantSnapshot> => (await ask({ topic: 'snapshot' })).payload as PlantSnapshot;

  it('serves a plant that says it is simulated', async () => {
    await load();
    const { port, simulated, units } = await snapshot();
    assert.ok(simulated);
    const client = await RawClient.connect(port);
    const soc = Math.round(units[1]!.points['soc']! * 10);
    assert.equal(await client.ask(1, '0300010001', 1000), `0302${soc.toString(16).padStart(4, '0')}`);
    client.close();
  });

  it('changes physics and faults and keeps the message', async () => {
    await load();
    const { payload, mine } = await ask({ topic: 'physics', payload: { socPct: 10 }, mine: 5 });
    assert.deepEqual([mine, (payload as PlantSnapshot).units[1]!.points['soc']], [5, 10]);
    const command = { unit: 2, fault: 'delay', ms: 20 };
    assert.deepEqual((await ask({ topic: 'fault', payload: command })).payload, {
      unit: 2,
      fault: { kind: 'delay', ms: 20 },
    });
    assert.equal((await snapshot()).units[2]!.fault, 'delay');
  });

  it('survives a deploy with its settings unchanged, and starts anew with others', async () => {
    await load();
    const { port } = await snapshot();
    await helper.unload();
    await load();
    assert.equal((await snapshot()).port, port);
    await helper.unload();
    await load({ seed: 7 });
    assert.equal((await snapshot()).seed, 7);
    await assert.rejects(RawClient.connect(port), { code: 'ECONNREFUSED' });
  });

  for (const [title, message, expected] of [
    ['an unknown topic', { topic: 'melt' }, /msg\.topic must be fault, physics or snapshot, found "melt"/],
    ['a wrong fault', { topic: 'fault', payload: { unit: 1, fault: 'melt' } }, /payload\.fault/],
    [
      'a wrong physics',
      { topic: 'physics', payload: { socPct: -1 } },
      /payload\.socPct must be a number from 0 to 100/,
    ],
  ] as const) {
    it(`sends ${title} to the catch node`, async () => {
      await load();
      const caught = next('caught');
      helper.getNode('plant').receive(message);
      assert.match(((await caught)['error'] as Error).message, expected);
    });
  }

  it('answers its messages with the reason when its port is none', async () => {
    await load({ port: '70000' });
    const caught = next('caught');
    helper.getNode('plant').receive({ topic: 'snapshot' });
    assert.match(
      ((await caught)['error'] as Error).message,
      /port must be a whole number from 0 to 65535, found "70000"/,
    );
  });
});
