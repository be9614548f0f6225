import assert from 'node:assert/strict';
import { type PlantHandle, startPlant } from '../../../nodes/plant/index.ts';
import { RawClient } from './raw-client.fixture.ts';

describe('plant-process', () => {
  let plant: PlantHandle;
  before(async () => {
    plant = await startPlant({ port: 0, seed: 42, stepping: 'manual' });
  });
  after(() => plant.stop());

  it('serves from its own thread and is steered like a plant in this one', async () => {
    const client = await RawClient.connect(plant.port);
    await plant.setPhysics({ socPct: 30 });
    assert.equal(await client.ask(1, '0300010001', 1000), '0302012c');
    await client.ask(1, '06006403e8', 1000);
    await plant.advance(2000);
    const { units, simulated } = await plant.snapshot();
    assert.deepEqual([simulated, units[1]!.points['active_power']], [true, 100]);
    assert.equal((await plant.journal()).length, 1);
    await plant.setFault(1, { kind: 'exception', code: 2 });
    assert.equal(await client.ask(1, '0300010001', 1000), '8302');
    client.close();
  });

  it('says which port another plant holds, and ends its thread', async () => {
    await assert.rejects(startPlant({ port: plant.port, seed: 1 }), {
      code: 'plant_port_unavailable',
      message: new RegExp(`port ${plant.port}: .*EADDRINUSE`),
    });
  });

  it('carries typed errors over the thread', async () => {
    await assert.rejects(plant.setFault(99, null), { code: 'bad_plant_request', message: /found 99/ });
  });
});
