import assert from 'node:assert/strict';
import { ModbusTransport } from '../../../nodes/devices/modbus-transport.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { type Fate, FakeModbusClient } from './modbus-client.fixture.ts';

const setpoint = { functionCode: 6, address: 100, words: [1000] } as const;
const wide = { functionCode: 16, address: 4022, words: [0xffff, 0xfc18] } as const;

describe('modbus transport', () => {
  let clock: ManualClock;
  let client: FakeModbusClient;
  let reports: boolean[];
  let transport: ModbusTransport;

  beforeEach(() => {
    clock = new ManualClock();
    client = new FakeModbusClient();
    reports = [];
    transport = new ModbusTransport(client, 3, clock, (connected) => reports.push(connected));
  });

  it('writes and reads the registers of its unit', async () => {
    await transport.write(setpoint);
    await transport.write(wide);
    assert.deepEqual(await transport.read({ functionCode: 3, address: 4022, quantity: 2 }), [0xffff, 0xfc18]);
    assert.deepEqual(client.requests, ['write 100 1000', 'write 4022 65535 64536', 'read 4022']);
    assert.deepEqual([...client.units], [3]);
    assert.equal(transport.host, '192.168.1.100');
  });

  it('gives the client one number for FC06 and a list for FC16', async () => {
    const values: unknown[] = [];
    client.prependListener('writeModbus', ({ payload }: { payload: Record<string, unknown> }) => {
      values.push([payload['fc'], payload['quantity'], payload['value']]);
    });
    await transport.write(setpoint);
    await transport.write(wide);
    assert.deepEqual(values, [
      [6, 1, 1000],
      [16, 2, [0xffff, 0xfc18]],
    ]);
  });

  it('ends what is under way at once when its connection is taken back', async () => {
    client.writeFates = ['lost'];
    const written = transport.write(setpoint);
    const rejected = assert.rejects(written, { code: 'modbus_failed', message: /the connection to .* was closed/ });
    transport.close();
    await rejected;
  });

  const echoes: [string, typeof setpoint | typeof wide, object][] = [
    ['FC06 of another register', setpoint, { address: 101, value: 1000 }],
    ['FC06 of another value', setpoint, { address: 100, value: 999 }],
    ['FC06 that is empty', setpoint, {}],
    ['FC16 of another register', wide, { address: 4023, length: 2 }],
    ['FC16 of another length', wide, { address: 4022, length: 1 }],
  ];
  for (const [title, write, echo] of echoes) {
    it(`refuses an echo of ${title}`, async () => {
      client.removeAllListeners('writeModbus');
      client.on('writeModbus', (_message: unknown, done: (echo: object) => void) => done(echo));
      await assert.rejects(transport.write(write), {
        code: 'modbus_failed',
        status: 503,
        message: `Modbus: the echo differs from the write at ${write.address}`,
      });
    });
  }

  const timeLimit = { code: 'modbus_timeout', status: 503, message: 'Modbus: no answer within 1000 ms' };
  const losses: [string, Fate, () => Promise<unknown>][] = [
    ['a write', 'lost', () => transport.write(setpoint)],
    ['a write whose answer is lost', 'answer lost', () => transport.write(setpoint)],
    ['a read', 'lost', () => transport.read({ functionCode: 3, address: 100, quantity: 1 })],
  ];
  for (const [title, fate, request] of losses) {
    it(`gives up on ${title} that the client never calls back for, a little after the client's own limit`, async () => {
      client.writeFates = [fate];
      client.readFates = [fate];
      let rejected = false;
      const answer = request().finally(() => (rejected = true));
      const checked = assert.rejects(answer, timeLimit);
      clock.advance(999);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(rejected, false);
      clock.advance(1);
      await checked;
    });
  }

  it('does not fall over an answer that comes after its time', async () => {
    client.removeAllListeners('readModbus');
    let late = (): void => assert.fail('not asked');
    client.on('readModbus', (_message: unknown, done: (answer: object) => void) => {
      late = () => done({ data: [1] });
    });
    const answer = assert.rejects(transport.read({ functionCode: 3, address: 1, quantity: 1 }), timeLimit);
    clock.advance(1000);
    await answer;
    late();
  });

  it('passes the words of the client on when it fails', async () => {
    client.writeFates = ['refused'];
    await assert.rejects(transport.write(setpoint), {
      code: 'modbus_failed',
      message: 'Modbus: Modbus exception 4: Slave device failure',
    });
    await assert.rejects(transport.read({ functionCode: 3, address: 5, quantity: 1 }), /exception 2/);
  });

  it('asks nothing of a client that is not connected', async () => {
    client.active = false;
    const inactive = { code: 'modbus_inactive', status: 503, message: 'Modbus: not connected to 192.168.1.100' };
    await assert.rejects(transport.write(setpoint), inactive);
    await assert.rejects(transport.read({ functionCode: 3, address: 100, quantity: 1 }), inactive);
    assert.deepEqual(client.requests, []);
    assert.equal(transport.active, false);
  });

  it('reports the connection when it is made and whenever it changes', () => {
    assert.deepEqual(reports, [true]);
    for (const event of ['mbclosed', 'mberror', 'mbbroken', 'mbreconnecting', 'mbinit']) {
      client.turn(false, event);
      assert.equal(reports.at(-1), false, event);
      client.turn(true, 'mbactive');
      assert.equal(reports.at(-1), true, `mbactive after ${event}`);
    }
    client.turn(true, 'mbconnected');
    assert.equal(reports.length, 12);
  });

  it('reports a client that is not connected at first', () => {
    client.active = false;
    const first: boolean[] = [];
    new ModbusTransport(client, 1, clock, (connected) => first.push(connected));
    assert.deepEqual(first, [false]);
  });

  it('has lost the connection when it is closed, and leaves no listener behind', () => {
    transport.close();
    client.turn(true, 'mbactive');
    assert.deepEqual(reports, [true, false]);
    const left = ['mbactive', 'mbconnected', 'mbclosed', 'mberror'].map((event) => client.listenerCount(event));
    assert.deepEqual(left, [0, 0, 0, 0]);
  });

  it('restarts the connection by switching the client', () => {
    transport.restart();
    assert.deepEqual(client.stateEvents, ['SWITCH']);
  });
});
