import assert from 'node:assert/strict';
import { SilenceWatch } from '../../../nodes/alarms/silence-watch.ts';
import { AlarmRig, cduFrame, pollMs } from './alarm-site.fixture.ts';

describe('silence watch', () => {
  let rig: AlarmRig;
  let watch: SilenceWatch;

  const startWatch = async (): Promise<void> => {
    const { service: alarms, directory, clock, site } = rig;
    watch = await SilenceWatch.start({ alarms, directory, image: site.image, bus: site.bus, clock });
  };
  beforeEach(async () => {
    rig = await new AlarmRig().start();
    await startWatch();
  });
  afterEach(async () => {
    watch.stop();
    await rig.service.stop();
  });

  async function poll(cycles: number, found: Readonly<Record<string, number>> | null): Promise<void> {
    for (let cycle = 0; cycle < cycles; cycle++) {
      await rig.advance(pollMs);
      if (found) rig.site.bus.publish(cduFrame(rig.clock, found));
    }
  }
  const good = { supply_temp: 30, flow: 100 };

  it('raises one alarm for a device that has missed three polls, and clears it when it is heard', async () => {
    await poll(3, null);
    assert.deepEqual(rig.heard(), []);
    await poll(1, null);
    await poll(10, null);
    assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-COMM']);
    await poll(1, good);
    await rig.advance(1000);
    assert.deepEqual(rig.heard(), ['alarm_cleared CDU-01-COMM']);
  });

  it('takes frames without a good value for silence', async () => {
    await poll(5, {});
    assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-COMM']);
  });

  for (const [title, found] of [
    ['is bad', { flow: 100 }],
    ['is NaN', { flow: 100, supply_temp: NaN }],
  ] as const) {
    it(`raises the quality alarm of a sensor with limits that ${title} while its device answers`, async () => {
      await poll(5, found);
      assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-T-SUP-QUALITY']);
      await poll(1, good);
      await rig.advance(1000);
      assert.deepEqual(rig.heard(), ['alarm_cleared CDU-01-T-SUP-QUALITY']);
    });
  }

  it('leaves the quality alarm as it is while the device is silent', async () => {
    await poll(5, { flow: 100 });
    await poll(5, null);
    assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-T-SUP-QUALITY', 'alarm_raised CDU-01-COMM']);
    await poll(1, { flow: 100 });
    await rig.advance(1000);
    assert.deepEqual(rig.heard(), ['alarm_cleared CDU-01-COMM']);
  });

  it('does not clear after a restart what it has not heard again', async () => {
    await poll(5, null);
    rig.heard();
    watch.stop();
    await rig.restart();
    await startWatch();
    await rig.advance(2000);
    assert.deepEqual(rig.heard(), []);
    await poll(1, good);
    await rig.advance(1000);
    assert.deepEqual(rig.heard(), ['alarm_cleared CDU-01-COMM']);
  });
});
