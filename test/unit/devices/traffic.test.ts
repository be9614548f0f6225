import assert from 'node:assert/strict';
import { type ModbusOperation, ModbusTraffic, observeOperations, unobserved } from '../../../nodes/devices/traffic.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const request = { functionCode: 3, address: 100, quantity: 2 };

describe('Modbus traffic', () => {
  let clock: ManualClock;
  let reports: string[];
  let traffic: ModbusTraffic;
  let seen: ModbusOperation[];

  beforeEach(() => {
    clock = new ManualClock();
    reports = [];
    seen = [];
    traffic = new ModbusTraffic((text) => reports.push(text));
  });

  const run = (task: () => Promise<string>): Promise<string> =>
    observeOperations(traffic, 'BESS-1', clock)(request, task);
  const operation = { ...request, deviceId: 'BESS-1', origin: 'gateway', at: 500, responseMs: 20, ok: true };

  it('knows of each request when it was made, how long it took and how it ended', async () => {
    traffic.subscribe((operation) => seen.push(operation));
    clock.advance(500);
    const answers = (): Promise<string> => {
      clock.advance(20);
      return Promise.resolve('words');
    };
    assert.equal(await run(answers), 'words');
    const fails = (): Promise<string> => {
      clock.advance(1000);
      return Promise.reject(new Error('Modbus exception 2'));
    };
    await assert.rejects(run(fails), /^Error: Modbus exception 2$/);
    assert.deepEqual(seen, [operation, { ...operation, at: 520, responseMs: 1000, ok: false }]);
  });

  it('survives a listener that throws, which is reported and harms neither the others nor the request', async () => {
    traffic.subscribe(() => {
      throw new Error('broken');
    });
    traffic.subscribe((operation) => seen.push(operation));
    assert.equal(await run(() => Promise.resolve('words')), 'words');
    assert.equal(seen.length, 1);
    assert.deepEqual(reports, ['a listener of the Modbus traffic failed: broken']);
  });

  it('is told to nobody who has unsubscribed', async () => {
    traffic.subscribe((operation) => seen.push(operation))();
    await run(() => Promise.resolve(''));
    assert.deepEqual(seen, []);
  });

  it('does not change a request that nobody observes', async () => {
    assert.equal(await unobserved(request, () => Promise.resolve('words')), 'words');
  });
});
