import assert from 'node:assert/strict';
import type { LastReading } from '../../../nodes/alarms/alarm-body.ts';
import { LimitDetector } from '../../../nodes/alarms/limit-detector.ts';
import { AlarmRig, cduFrame, pollMs } from './alarm-site.fixture.ts';

describe('limit detector', () => {
  let rig: AlarmRig;
  let detector: LimitDetector;
  const readings = new Map<number, LastReading>();

  const startDetector = async (): Promise<void> => {
    const { service: alarms, directory, clock, site } = rig;
    detector = await LimitDetector.start({ alarms, directory, bus: site.bus, clock, readings });
  };
  beforeEach(async () => {
    rig = await new AlarmRig().start();
    await startDetector();
  });
  afterEach(async () => {
    detector.stop();
    await rig.service.stop();
  });

  /** Polls for some time with one supply temperature; null: it could not be read. */
  async function poll(seconds: number, value: number | null): Promise<void> {
    for (let second = 0; second < seconds; second += pollMs / 1000) {
      await rig.advance(pollMs);
      rig.site.bus.publish(cduFrame(rig.clock, value === null ? { flow: 100 } : { supply_temp: value, flow: 100 }));
      await rig.service.settled();
    }
  }
  const newest = () => rig.service.list({ sensorId: 42 }, { offset: 0, limit: 1 }).alarms[0];

  it('defines the alarm before it is raised, so that it can be shelved', async () => {
    assert.deepEqual(rig.states(42), ['CLEARED']);
    await rig.act('shelve', 42);
    await poll(120, 36);
    assert.deepEqual([rig.states(42), rig.heard()], [['SHELVED'], ['alarm_shelved CDU-01-T-SUP']]);
  });

  it('raises after the delay, escalates, comes down in silence and clears past the deadband', async () => {
    await poll(60, 36);
    assert.equal(newest(), undefined);
    await poll(5, 36);
    const { priority, threshold_value, threshold_direction, value_at_raise, message } = newest()!;
    assert.deepEqual(
      [priority, threshold_value, threshold_direction, value_at_raise, message],
      ['P2', 35, 'HIGH', 36, 'above the high limit of 35 °C'],
    );
    await poll(35, 39);
    assert.deepEqual([newest()?.priority, newest()?.threshold_value], ['P1', 38]);
    await poll(70, 36);
    assert.deepEqual([newest()?.priority, newest()?.state], ['P2', 'ACTIVE']);
    await poll(120, 34.5);
    assert.equal(newest()?.state, 'ACTIVE');
    await poll(65, 34.1);
    assert.deepEqual([newest()?.state, newest()?.value_at_clear], ['RTN_UNACK', 34.1]);
    assert.deepEqual(rig.heard(), [
      'alarm_raised CDU-01-T-SUP',
      'alarm_raised CDU-01-T-SUP',
      'alarm_cleared CDU-01-T-SUP',
    ]);
  });

  for (const [title, value] of [
    ['bad', null],
    ['NaN', NaN],
    ['infinite', Infinity],
  ] as const) {
    it(`is frozen by values that are ${title}`, async () => {
      await poll(120, value);
      assert.equal(newest(), undefined);
      await poll(65, 36);
      await poll(300, value);
      assert.equal(newest()?.state, 'ACTIVE');
      assert.equal(readings.get(42)?.value, 36);
    });
  }

  it('goes on after a restart where it stood', async () => {
    await poll(65, 36);
    detector.stop();
    await rig.restart();
    await startDetector();
    rig.heard();
    await poll(60, 34.5);
    assert.deepEqual([rig.states(42), rig.heard()], [['ACTIVE'], []]);
    await poll(65, 30);
    assert.deepEqual(rig.states(42), ['RTN_UNACK']);
  });

  it('ends alarms whose limits are gone from the site file', async () => {
    await rig.set(21, true);
    detector.stop();
    await rig.restart();
    await startDetector();
    await rig.service.settled();
    assert.deepEqual(rig.states(21), ['RTN_UNACK']);
  });

  it('judges nothing that was simulated afterwards', async () => {
    for (let minute = 0; minute < 3; minute++) {
      rig.clock.advance(60_000);
      rig.site.bus.publish(cduFrame(rig.clock, { supply_temp: 50 }, 'simulated-history'));
    }
    await rig.service.settled();
    assert.equal(newest(), undefined);
  });
});
