import assert from 'node:assert/strict';
import type { PlantHandle } from '../../../nodes/plant/index.ts';
import { PlantKeeper, type PlantSettings } from '../../../nodes/plant/plant-keeper.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const settings: PlantSettings = { port: 5020, exporterPort: undefined, seed: 42, speed: 1 };

describe('plant-keeper', () => {
  let clock: ManualClock;
  let log: string[];
  let keeper: PlantKeeper;
  beforeEach(() => {
    clock = new ManualClock();
    log = [];
    keeper = new PlantKeeper(clock, (started) => {
      if (started.port === 1) return Promise.reject(new Error('port taken'));
      log.push(`start ${started.seed}`);
      const stop = (): Promise<void> => Promise.resolve(void log.push(`stop ${started.seed}`));
      return Promise.resolve({ port: started.port, stop } as PlantHandle);
    });
  });

  it('keeps an unchanged plant through a deploy', async () => {
    const before = await keeper.hold('n1', settings);
    await keeper.release('n1', false);
    clock.advance(4999);
    assert.equal(await keeper.hold('n1', { ...settings }), before);
    clock.advance(60_000);
    assert.deepEqual(log, ['start 42']);
  });

  it('stops the old plant before it starts the changed one, as the port is the same', async () => {
    await keeper.hold('n1', settings);
    await keeper.release('n1', false);
    await keeper.hold('n1', { ...settings, seed: 7 });
    clock.advance(60_000);
    assert.deepEqual(log, ['start 42', 'stop 42', 'start 7']);
  });

  it('tells of each plant that has started, and of none that has not', async () => {
    const told: number[] = [];
    keeper.onStarted(({ port }) => told.push(port));
    await keeper.hold('n1', settings);
    await keeper.hold('n1', { ...settings });
    await assert.rejects(keeper.hold('n2', { ...settings, port: 1 }), /port taken/);
    assert.deepEqual(told, [5020]);
  });

  it('ends all plants with the process', async () => {
    await keeper.hold('n1', settings);
    await keeper.hold('n2', { ...settings, port: 5021, seed: 7 });
    await keeper.stopAll();
    assert.deepEqual(log.sort(), ['start 42', 'start 7', 'stop 42', 'stop 7']);
  });
});
