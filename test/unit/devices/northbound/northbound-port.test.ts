import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {
  NorthboundPort,
  PortLimits,
  PortSettings,
  WriteVerdict,
} from '../../../../nodes/devices/northbound/northbound-port.ts';
import type { ModbusOperation } from '../../../../nodes/devices/traffic.ts';
import { RawClient } from '../../plant/raw-client.fixture.ts';
import { BatteryDevice, batteryModel, demoRegister } from '../battery-device.fixture.ts';
import { shippedProfile } from '../profile.fixture.ts';
import { sunspecDevice } from '../sunspec-device.fixture.ts';
import { openPort } from './open-port.fixture.ts';

const setpointTo = (word: number): string => `060064${word.toString(16).padStart(4, '0')}`;
const kw100 = setpointTo(1000);

describe('northbound-port', () => {
  let battery: BatteryDevice;
  let port: NorthboundPort;
  let master: RawClient;
  let operations: ModbusOperation[];
  let verdicts: WriteVerdict[];

  afterEach(async () => {
    master.close();
    await port.close();
  });

  async function open(settings?: Partial<PortSettings>, limits?: Partial<PortLimits>): Promise<void> {
    port = await openPort(battery, settings, limits);
    operations = [];
    verdicts = [];
    battery.traffic.subscribe((operation) => operation.origin === 'northbound' && operations.push(operation));
    port.tap((verdict) => verdicts.push(verdict));
    master = await RawClient.connect(port.port);
  }

  beforeEach(async () => {
    battery = new BatteryDevice();
    await battery.connect();
  });

  const ask = (pdu: string, unit = 1): Promise<string> => master.ask(unit, pdu);
  const held = (): number[] => battery.registers.read(demoRegister.setpoint, 1);

  describe('reads', () => {
    beforeEach(() => open());

    for (const [what, pdu, answer] of [
      ['the state of charge', '0300010001', '030201f4'],
      ['a block as the device has it', '0300000003', '0306000001f403de'],
      ['the setpoint', '0300640001', '03020000'],
      ['a hole', '0300160001', '8302'],
      ['125 registers', '030000007d', '8302'],
      ['126 registers', '030000007e', '8303'],
      ['input registers, which this device does not have', '0400000001', '8402'],
      ['coils, which this device does not have', '0100000001', '8102'],
      ['a device identification', '2b0e0100', 'ab01'],
    ] as const) {
      it(`answer ${what}`, async () => assert.equal(await ask(pdu), answer));
    }

    it('reach no device', async () => {
      for (let turn = 0; turn < 5; turn++) await ask('0300000016');
      assert.deepEqual(battery.journal, []);
    });

    it('follow the polls, and end with exception 11 when these stay out', async () => {
      battery.registers.set(demoRegister.soc, 512);
      await battery.advance(1000);
      assert.equal(await ask('0300010001'), '03020200');
      battery.device.stop();
      await battery.advance(10_000);
      assert.equal(await ask('0300010001'), '03020200');
      await battery.advance(1);
      assert.equal(await ask('0300010001'), '830b');
    });

    it('end with exception 4 for a value that cannot be true', async () => {
      battery.registers.set(demoRegister.soc, 1001);
      await battery.advance(1000);
      assert.equal(await ask('0300010001'), '8304');
      assert.equal(await ask('0300000001'), '03020000');
    });
  });

  describe('a write of the setpoint', () => {
    beforeEach(() => open());

    for (const [what, pdu, answer, word] of [
      ['function 6', kw100, kw100, 1000],
      ['function 16', '100064000102fc18', '1000640001', 0xfc18],
    ] as const) {
      it(`with ${what} takes the way of every command and is answered when the register shows it`, async () => {
        assert.equal(await ask(pdu), answer);
        assert.deepEqual(held(), [word]);
        assert.deepEqual(battery.journal, [
          'command_intent',
          'judge',
          `write 100 ${word}`,
          'read 100',
          'command_outcome executed',
        ]);
      });
    }

    it('is recorded with the address of its master and what it asked for', async () => {
      await ask(kw100);
      const [intent, outcome] = battery.audited;
      const requester = { keyId: null, source: 'modbus 127.0.0.1', via: 'modbus' };
      assert.deepEqual([intent?.requester, outcome?.requester], [requester, requester]);
      assert.deepEqual(intent?.details, { requested: '100', functionCode: 6, address: 100 });
      assert.deepEqual([outcome?.targetKw, outcome?.verdict], [100, 'executed']);
    });

    it('that the guard refuses is exception 4 and an audit row, and nothing on the wire', async () => {
      assert.equal(await ask(setpointTo(3000)), '8604');
      assert.deepEqual(battery.journal, ['command_intent', 'command_rejected power_limit']);
      assert.deepEqual(verdicts, [
        {
          deviceId: batteryModel.id,
          peer: '127.0.0.1',
          functionCode: 6,
          address: 100,
          verdict: 'refused',
          targetKw: 300,
          exception: 4,
          constraint: 'power_limit',
          reason: battery.audited[1]?.reason,
        },
      ]);
    });

    it('that is refused in the moment of writing is exception 4 with the rule', async () => {
      const judge = battery.guard.judge.bind(battery.guard);
      battery.guard.judge = (...args) => {
        const verdict = judge(...args);
        battery.client.turn(false, 'mbclosed');
        return verdict;
      };
      assert.equal(await ask(kw100), '8604');
      assert.equal(battery.outcomes[0]?.verdict, 'blocked');
      assert.match(verdicts[0]?.reason ?? '', /not connected/);
    });

    it('that the device refuses is exception 4', async () => {
      battery.client.writeFates = ['refused'];
      assert.equal(await ask(kw100), '8604');
      assert.equal(battery.outcomes[0]?.verdict, 'failed');
    });

    it('of which nobody knows whether it took is exception 11', async () => {
      battery.client.writeFates = ['answer lost'];
      battery.client.readFates = Array<'lost'>(20).fill('lost');
      master.request(1, kw100);
      while (master.received.length === 0) await battery.pass(1000, 100);
      assert.equal(master.received.subarray(7).toString('hex'), '860b');
      assert.equal(battery.outcomes[0]?.verdict, 'unknown');
    });

    it('that cannot be recorded is exception 4 and reaches nothing', async () => {
      battery.beforeAppend = () => Promise.reject(new Error('disk full'));
      assert.equal(await ask(kw100), '8604');
      assert.deepEqual([battery.journal, held()], [[], [0]]);
    });

    it('is told to the tap until the tap ends', async () => {
      const more: WriteVerdict[] = [];
      const untap = port.tap((verdict) => more.push(verdict));
      await ask(kw100);
      untap();
      await ask(setpointTo(0));
      assert.deepEqual([more.length, verdicts.length], [1, 2]);
      assert.deepEqual(
        verdicts.map(({ verdict, targetKw, exception, reason }) => [verdict, targetKw, exception, reason]),
        [
          ['executed', 100, null, null],
          ['executed', 0, null, null],
        ],
      );
    });
  });

  describe('any other write', () => {
    beforeEach(() => open());

    for (const [what, pdu, answer] of [
      ['the heartbeat of the gateway', '0600650001', '8602'],
      ['telemetry', '0600010001', '8602'],
      ['no register at all', '0613880001', '8602'],
      ['the setpoint with its neighbour', '10006400020403e80000', '9002'],
      ['a coil', '05006400ff', '8501'],
      ['coils', '0f00640001010f', '8f01'],
      ['a masked register', '160064ffff0001', '9601'],
      ['a setpoint that is cut', '06006403', '8603'],
    ] as const) {
      it(`of ${what} is answered ${answer} and leaves everything as it is`, async () => {
        assert.equal(await ask(pdu), answer);
        assert.deepEqual([battery.journal, held()], [[], [0]]);
        assert.deepEqual(
          verdicts.map(({ verdict, exception, targetKw }) => [verdict, exception, targetKw]),
          [['refused', parseInt(answer.slice(2), 16), null]],
        );
      });
    }
  });

  it('writes no half of a 32 bit setpoint', async () => {
    const { registers } = sunspecDevice();
    battery = new BatteryDevice(shippedProfile('sunspec-storage'), registers);
    await battery.connect();
    await open();
    const { point, address, width } = battery.device.poller.map!.points.find(
      (each) => each?.point.name === 'power_setpoint',
    )!;
    assert.equal(width, 2, point.type);
    assert.equal(await ask(`06${address.toString(16)}0001`), '8603');
    assert.deepEqual(battery.audited, []);
  });

  describe('the traffic', () => {
    beforeEach(() => open());

    it('tells every request, whatever became of it', async () => {
      for (const pdu of ['0300010001', '0300160005', kw100, setpointTo(3000), '05000aff00', '2b0e0100']) await ask(pdu);
      await ask('0300010001', 7);
      assert.deepEqual(
        operations.map(({ functionCode, address, quantity, ok }) => [functionCode, address, quantity, ok]),
        [
          [3, 1, 1, true],
          [3, 22, 5, false],
          [6, 100, 1, true],
          [6, 100, 1, false],
          [5, 10, 1, false],
          [43, 0, 0, false],
          [3, 1, 1, false],
        ],
      );
      assert.equal(port.requests, 7);
      assert.ok(operations.every(({ deviceId }) => deviceId === batteryModel.id));
    });

    it('knows when a request came and how long it took', async () => {
      await battery.advance(500);
      const at = battery.clock.monotonic();
      battery.beforeAppend = () => {
        battery.clock.advance(20);
        return Promise.resolve();
      };
      await ask(kw100);
      assert.deepEqual(
        operations.map(({ at, responseMs }) => [at, responseMs]),
        [[at, 40]],
      );
    });
  });

  describe('the unit', () => {
    it('is the one of the device, and every other gets exception 10', async () => {
      await open();
      assert.equal(await ask('0300010001', 1), '030201f4');
      for (const unit of [0, 2, 255]) assert.equal(await ask('0300010001', unit), '830a');
    });

    it('can be another one', async () => {
      await open({ unit: 9 });
      assert.equal(await ask('0300010001', 9), '030201f4');
      assert.equal(await ask(kw100, 1), '860a');
      assert.deepEqual(held(), [0]);
    });
  });

  describe('the limits', () => {
    it('answer requests that come too fast with exception 6', async () => {
      await open({}, { perConnection: { perMinute: 600, burst: 2 } });
      assert.deepEqual(
        [await ask('0300010001'), await ask('0300010001'), await ask(kw100)],
        ['030201f4', '030201f4', '8606'],
      );
      assert.deepEqual([battery.journal, operations.length], [[], 3]);
    });

    it('bound writes of all masters together, so that nobody can fill the audit log', async () => {
      await open({}, { writes: { perMinute: 60, burst: 2 } });
      const other = await RawClient.connect(port.port);
      const answers = [
        await ask(kw100),
        await other.ask(1, setpointTo(3000)),
        await ask(kw100),
        await ask('0300010001'),
      ];
      other.close();
      assert.deepEqual(answers, [kw100, '8604', '8606', '030201f4']);
    });

    it('let only listed masters in', async () => {
      await open({ allow: '10.0.0.0/8' });
      assert.equal(await ask('0300010001'), 'closed');
      assert.equal(port.requests, 0);
    });
  });

  it('answers a SunSpec device with exception 11 until its registers are known', async () => {
    battery = new BatteryDevice(shippedProfile('sunspec-storage'), sunspecDevice().registers);
    await open();
    assert.equal(await ask('0300010001'), '830b');
  });

  it('keeps serving and writes nothing unjudged whatever well-framed requests come', async () => {
    await open();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 253 }), async (bytes) => {
        const before = battery.journal.length;
        const answer = await ask(Buffer.from(bytes).toString('hex'));
        assert.match(answer, /^[0-9a-f]{4,}$/);
        const rows = battery.journal.slice(before);
        if (rows.some((row) => row.startsWith('write'))) assert.equal(rows[0], 'command_intent');
      }),
      { numRuns: 300 },
    );
    assert.equal(await ask('0300010001'), '030201f4');
  });
});
