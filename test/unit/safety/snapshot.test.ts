import assert from 'node:assert/strict';
import { type SnapshotSources, takeSnapshot } from '../../../nodes/safety/snapshot.ts';
import { PointIndex, ProcessImage } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { type Answers, answer, pointOf } from './guarded-battery.ts';

const batteryId = 'WLCE-BESS-01';
const meterId = 'WLCE-METER-01';

describe('snapshot', () => {
  let clock: ManualClock;
  let image: ProcessImage;

  beforeEach(() => {
    clock = new ManualClock();
    image = new ProcessImage();
    image.add(
      new PointIndex(batteryId, [
        pointOf('soc', true),
        pointOf('power', true),
        pointOf('charge_limit', false),
        pointOf('device_heartbeat', false),
      ]),
    );
    image.add(new PointIndex(meterId, [pointOf('power', true)]));
    clock.advance(60_000);
  });

  const battery = (answers: Answers) => answer(image, batteryId, clock, answers);
  const take = (others: Partial<SnapshotSources> = {}) =>
    takeSnapshot({
      image,
      deviceId: batteryId,
      staleMs: 10_000,
      nowMs: clock.monotonic(),
      idsAlert: false,
      watchdogFailures: 0,
      ...others,
    });

  it('reads a device that has just answered', () => {
    battery({ soc: 50, power: -20, charge_limit: 80 });
    const { connected, ageMs, socPct, powerKw, chargeLimitKw, invalid } = take();
    assert.deepEqual(
      { connected, ageMs, socPct, powerKw, chargeLimitKw, invalid },
      { connected: true, ageMs: 0, socPct: 50, powerKw: -20, chargeLimitKw: 80, invalid: [] },
    );
  });

  it('says undefined for a point that the device does not have', () => {
    battery({ soc: 50, power: 0 });
    const { estop, cellVoltageMaxV, dischargeLimitKw, gridPowerKw } = take();
    assert.deepEqual([estop, cellVoltageMaxV, dischargeLimitKw, gridPowerKw], Array(4).fill(undefined));
  });

  it('says null for a point that was never read', () => {
    battery({ soc: 50 });
    assert.equal(take().powerKw, null);
    assert.equal(take().chargeLimitKw, null);
  });

  it('is infinitely old until every required point was read, and names the missing one', () => {
    battery({ soc: 50 });
    const { ageMs, oldestPoint } = take();
    assert.deepEqual({ ageMs, oldestPoint }, { ageMs: Infinity, oldestPoint: 'power' });
  });

  it('is as old as its oldest required point; other points do not count', () => {
    battery({ soc: 50, power: 0, charge_limit: 80 });
    clock.advance(4000);
    battery({ power: 0 });
    clock.advance(1000);
    const { ageMs, oldestPoint, chargeLimitKw } = take();
    assert.deepEqual({ ageMs, oldestPoint, chargeLimitKw }, { ageMs: 5000, oldestPoint: 'soc', chargeLimitKw: 80 });
  });

  it('takes a value until it is older than the stale limit', () => {
    battery({ soc: 50, power: 0 });
    clock.advance(10_000);
    assert.equal(take().socPct, 50);
    clock.advance(1);
    assert.equal(take().socPct, null);
    assert.equal(take().ageMs, 10_001);
  });

  it('names a required point that gave an impossible answer, and does not use its last good value', () => {
    battery({ soc: 50, power: 0 });
    battery({ soc: 'not implemented (0xFFFF)', power: 0 });
    const { socPct, invalid } = take();
    assert.deepEqual(
      { socPct, invalid },
      { socPct: null, invalid: [{ point: 'soc', reason: 'not implemented (0xFFFF)' }] },
    );
  });

  it('silences an invalid point that is not required without calling the telemetry invalid', () => {
    battery({ soc: 50, power: 0, charge_limit: 'out of range' });
    const { chargeLimitKw, invalid } = take();
    assert.deepEqual({ chargeLimitKw, invalid }, { chargeLimitKw: null, invalid: [] });
  });

  it('hears a point again after an invalid answer', () => {
    battery({ soc: 'out of range', power: 0 });
    battery({ soc: 51, power: 0 });
    assert.equal(take().socPct, 51);
    assert.deepEqual(take().invalid, []);
  });

  it('keeps the age through polls that did not answer', () => {
    battery({ soc: 50, power: 0 });
    clock.advance(3000);
    battery({});
    assert.equal(take().ageMs, 3000);
  });

  it('counts the polls in which the heartbeat of the device stood still', () => {
    for (const device_heartbeat of [1, 2, 2, 2]) battery({ soc: 50, power: 0, device_heartbeat });
    assert.equal(take().heartbeatUnchanged, 2);
    battery({ soc: 50, power: 0, device_heartbeat: 3 });
    assert.equal(take().heartbeatUnchanged, 0);
  });

  it('knows nothing of a device without an image', () => {
    const { connected, ageMs } = take({ deviceId: 'no-such-device' });
    assert.deepEqual({ connected, ageMs }, { connected: false, ageMs: Infinity });
  });

  it('reads the grid meter, and says null when it cannot speak or does not exist', () => {
    battery({ soc: 50, power: 0 });
    assert.equal(take({ gridMeterId: meterId }).gridPowerKw, null);
    answer(image, meterId, clock, { power: 120 });
    assert.equal(take({ gridMeterId: meterId }).gridPowerKw, 120);
    clock.advance(10_001);
    assert.equal(take({ gridMeterId: meterId }).gridPowerKw, null);
    assert.equal(take({ gridMeterId: 'no-such-meter' }).gridPowerKw, null);
  });

  it('carries the alert of the intrusion detection and the failures of the watchdog', () => {
    const { idsAlert, watchdogFailures } = take({ idsAlert: true, watchdogFailures: 2 });
    assert.deepEqual({ idsAlert, watchdogFailures }, { idsAlert: true, watchdogFailures: 2 });
  });
});
