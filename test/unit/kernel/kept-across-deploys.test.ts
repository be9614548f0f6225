import assert from 'node:assert/strict';
import { KeptAcrossDeploys } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { settled } from '../safety/guarded-battery.ts';

const settings = { host: '127.0.0.1', port: 5020, exporterPort: undefined as number | undefined };
type Settings = typeof settings;
interface Listener {
  readonly port: number;
}

describe('what is kept across deploys', () => {
  let clock: ManualClock;
  let log: string[];
  let keeper: KeptAcrossDeploys<Settings, Listener>;

  beforeEach(() => {
    clock = new ManualClock();
    log = [];
    keeper = new KeptAcrossDeploys(clock, ({ port }) => Promise.resolve(void log.push(`close ${port}`)));
  });

  function hold(changes: Partial<Settings> = {}, node = 'node'): Promise<Listener> {
    const wanted = { ...settings, ...changes };
    return keeper.hold(node, wanted, () => {
      if (wanted.port === 1) return Promise.reject(new Error('port taken'));
      log.push(`open ${wanted.port}`);
      return Promise.resolve({ port: wanted.port });
    });
  }

  it('is the same when its settings are', async () => {
    const before = await hold();
    await keeper.release('node', false);
    clock.advance(4999);
    assert.equal(await hold(), before);
    clock.advance(60_000);
    await settled();
    assert.deepEqual(log, ['open 5020']);
  });

  for (const changes of [{ host: '::1' }, { port: 5021 }, { exporterPort: 15_022 }] as Partial<Settings>[]) {
    it(`opens anew with another ${Object.keys(changes).join()}, after the old one has ended`, async () => {
      await hold();
      await keeper.release('node', false);
      await hold(changes);
      clock.advance(60_000);
      await settled();
      assert.deepEqual(log, ['open 5020', 'close 5020', `open ${changes.port ?? 5020}`]);
    });
  }

  it('ends when no node takes it up again', async () => {
    await hold();
    await keeper.release('node', false);
    clock.advance(5000);
    await keeper.endAll();
    assert.deepEqual(log, ['open 5020', 'close 5020']);
  });

  it('has ended with a removed node when it says so', async () => {
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

  it('ends with the process, and knows nothing of others', async () => {
    await hold();
    await hold({ port: 5021 }, 'other');
    await keeper.release('stranger', true);
    await keeper.endAll();
    assert.deepEqual(log.sort(), ['close 5020', 'close 5021', 'open 5020', 'open 5021']);
  });
});
