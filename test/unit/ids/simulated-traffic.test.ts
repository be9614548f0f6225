import assert from 'node:assert/strict';
import { isWrite, requestKey } from '../../../nodes/ids/operation.ts';
import { seededRandom } from '../../../nodes/ids/random.ts';
import { simulateTraffic } from '../../../nodes/ids/simulated-traffic.ts';
import { demoDevices } from '../../../scripts/train-ids.ts';
import { battery, expectedOf } from './operations.fixture.ts';

describe('simulated traffic', () => {
  const devices = demoDevices();
  const operations = simulateTraffic(devices, 5000, seededRandom(4));
  const seconds = operations.at(-1)!.at / 1000;

  it('is in order of time and the same for the same seed', () => {
    assert.ok(
      operations.every(({ at }, index) => index === 0 || Math.floor(operations[index - 1]!.at / 1000) <= at / 1000),
    );
    assert.deepEqual(simulateTraffic(devices, 5000, seededRandom(4)), operations);
  });

  it('has the rates of the profiles', () => {
    const perSecond = (deviceId: string, key: string) =>
      operations.filter((one) => one.deviceId === deviceId && one.origin === 'gateway' && requestKey(one) === key)
        .length / seconds;
    assert.ok(Math.abs(perSecond(battery, '3/0/22') - 1) < 0.02);
    assert.ok(Math.abs(perSecond(battery, '6/101/1') - 1) < 0.02);
    assert.ok(Math.abs(perSecond('CDU-01', '4/0/14') - 0.2) < 0.02);
  });

  it('is made of what the gateway sends and of polls by another master', () => {
    for (const one of operations) {
      if (one.origin === 'northbound') assert.ok(!isWrite(one));
      else assert.ok(expectedOf(one).map(requestKey).includes(requestKey(one)), requestKey(one));
    }
    assert.ok(operations.some(({ origin }) => origin === 'northbound'));
    assert.ok(operations.some((one) => requestKey(one) === '6/100/1'));
  });
});
