import assert from 'node:assert/strict';
import type { PortSettings } from '../../../../nodes/devices/northbound/northbound-port.ts';
import { type KeptPort, PortKeeper } from '../../../../nodes/devices/northbound/port-keeper.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { settled } from '../../safety/guarded-battery.ts';

const settings: PortSettings = { device: 'BESS-1', host: '127.0.0.1', port: 5020, unit: 0, allow: '127.0.0.1' };

describe('port-keeper', () => {
  let clock: ManualClock;
  let log: string[];
  let keeper: PortKeeper<KeptPort>;

  beforeEach(() => {
    clock = new ManualClock();
    log = [];
    keeper = new PortKeeper(clock);
  });

  function hold(changes: Partial<PortSettings> = {}, node = 'node'): Promise<KeptPort> {
    const wanted = { ...settings, ...changes };
    return keeper.hold(node, wanted, () => {
      if (wanted.port === 1) return Promise.reject(new Error('port taken'));
      log.push(`open ${wanted.port}`);
      return Promise.resolve({ close: () => Promise.resolve(void log.push(`close ${wanted.port}`)) });
    });
  }

  it('keeps an unchanged port through a deploy', async () => {
    const before = await hold();
    await keeper.release('node', false);
    clock.advance(4999);
    assert.equal(await hold(), before);
    clock.advance(60_000);
    await settled();
    assert.deepEqual(log, ['open 5020']);
  });

  for (const changes of [{ device: 'x' }, { host: '::1' }, { port: 5021 }, { unit: 7 }, { allow: '::1' }]) {
    it(`opens anew with another ${Object.keys(changes).join()}, after the old port has closed`, async () => {
      await hold();
      await keeper.release('node', false);
      await hold(changes);
      clock.advance(60_000);
      await settled();
      assert.deepEqual(log, ['open 5020', 'close 5020', `open ${changes.port ?? 5020}`]);
    });
  }

  it('closes a port that no node takes up again', async () => {
    await hold();
    await keeper.release('node', false);
    clock.advance(5000);
    await keeper.closeAll();
    assert.deepEqual(log, ['open 5020', 'close 5020']);
  });

  it('has closed the port of a removed node when it says so', async () => {
    await hold();
    await keeper.release('node', true);
    assert.deepEqual(log, ['open 5020', 'close 5020']);
  });

  it('opens anew after a failure', async () => {
    await assert.rejects(hold({ port: 1 }), /port taken/);
    await assert.rejects(hold({ port: 1 }), /port taken/);
    await keeper.release('node', false);
    await hold();
    assert.deepEqual(log, ['open 5020']);
  });

  it('closes every port with the process, and knows nothing of others', async () => {
    await hold();
    await hold({ port: 5021 }, 'other');
    await keeper.release('stranger', true);
    await keeper.closeAll();
    assert.deepEqual(log.sort(), ['close 5020', 'close 5021', 'open 5020', 'open 5021']);
  });
});
