import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { plantFolder, plantKeeper, type PlantSnapshot } from '../../../nodes/plant/index.ts';
import plantSimulator from '../../../nodes/plant/plant-simulator.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { RawClient } from './raw-client.fixture.ts';

describe('plant-simulator node', () => {
  let flow: TestFlow;
  afterEach(() => TestFlow.close());
  after(() => plantKeeper.stopAll());

  async function load(config: Record<string, unknown> = {}): Promise<void> {
    flow = await TestFlow.ofNode(plantSimulator, { port: '0', seed: 42, speed: 1, ...config });
  }
  const snapshot = async (): Promise<PlantSnapshot> =>
    (await flow.ask('node', { topic: 'snapshot' })).payload as PlantSnapshot;

  it('serves a plant, and says in its status that it is simulated', async () => {
    await load();
    const { port, simulated, units } = await snapshot();
    assert.ok(simulated);
    const soc = units[1]!.points['soc']!;
    const client = await RawClient.connect(port);
    assert.equal(
      await client.ask(1, '0300010001', 1000),
      `0302${Math.round(soc * 10)
        .toString(16)
        .padStart(4, '0')}`,
    );
    client.close();
    assert.deepEqual(flow.shown('node'), [
      'simulated: starting',
      `simulated on port ${port}: SOC ${soc.toFixed(1)} %, 0 kW`,
    ]);
  });

  it('changes physics and faults and keeps the message', async () => {
    await load();
    const { payload, mine } = await flow.ask('node', { topic: 'physics', payload: { socPct: 10 }, mine: 5 });
    assert.deepEqual([mine, (payload as PlantSnapshot).units[1]!.points['soc']], [5, 10]);
    const command = { topic: 'fault', payload: { unit: 2, fault: 'delay', ms: 20 } };
    assert.deepEqual((await flow.ask('node', command)).payload, { unit: 2, fault: { kind: 'delay', ms: 20 } });
    assert.equal((await snapshot()).units[2]!.fault, 'delay');
  });

  it('survives a deploy with its settings unchanged, and starts anew with others', async () => {
    await load();
    const { port } = await snapshot();
    await TestFlow.close();
    await load();
    assert.equal((await snapshot()).port, port);
    await TestFlow.close();
    await load({ seed: 7 });
    assert.equal((await snapshot()).seed, 7);
    await assert.rejects(RawClient.connect(port), { code: 'ECONNREFUSED' });
  });

  it('keeps its plant in the folder that the gateway gives it', async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'plant-'));
    plantFolder.provide(dir);
    try {
      await load({ seed: 11 });
      await snapshot();
      await TestFlow.close();
      await plantKeeper.stopAll();
      assert.deepEqual(readdirSync(dir), ['demo-plant-11.json']);
    } finally {
      plantFolder.withdraw();
      rmSync(dir, { recursive: true });
    }
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
      const error = await flow.askForError('node', message);
      assert.match(error.message, expected);
      assert.equal(error.code, 'bad_plant_request');
    });
  }

  it('answers its messages with the reason when its port is none', async () => {
    await load({ port: '70000' });
    const { message } = await flow.askForError('node', { topic: 'snapshot' });
    assert.match(message, /port must be a whole number from 0 to 65535, found "70000"/);
  });
});
