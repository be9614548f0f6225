import assert from 'node:assert/strict';
import { deviceOf, deviceRuntime, ManagedDevice } from '../../../nodes/devices/managed-device.ts';
import type { DeviceImage } from '../../../nodes/site/index.ts';
import { answerReads, BatteryDevice, batteryModel } from './battery-device.fixture.ts';
import { FakeModbusClient } from './modbus-client.fixture.ts';
import { pointOf, profileOf } from './profile.fixture.ts';

describe('managed device', () => {
  let battery: BatteryDevice;
  let image: DeviceImage;

  beforeEach(() => {
    battery = new BatteryDevice();
    image = battery.device.image;
  });

  it('polls as soon as a flow lends it a way out, and publishes its frames', async () => {
    const cycles: number[] = [];
    battery.bus.subscribe(({ cycle }) => cycles.push(cycle));
    battery.device.start();
    await battery.advance(2000);
    assert.deepEqual(cycles, []);
    answerReads(battery.device.exchanges, battery.registers);
    await battery.advance(1000);
    await battery.advance(1000);
    assert.deepEqual(cycles, [1, 2]);
    assert.equal(image.ofRole('soc').value, 50);
  });

  it('serves its watchdog between the cycles, and nothing more once it is stopped', async () => {
    battery.device.attachClient(battery.client);
    answerReads(battery.device.exchanges, battery.registers);
    const firstBeat = `write 101 ${(Math.floor(battery.clock.now() / 1000) + 1) % 0x10000}`;
    battery.device.start();
    await battery.advance(0);
    await battery.advance(1000);
    assert.deepEqual(battery.journal, [firstBeat]);
    battery.device.stop();
    await battery.advance(5000);
    assert.deepEqual(battery.journal, [firstBeat]);
  });

  it('hands the guard its writer', async () => {
    await battery.connect();
    battery.registers.set(100, 3000);
    await battery.advance(1000);
    battery.guard.observe();
    await battery.advance(0);
    assert.deepEqual(battery.registers.read(100, 1), [2500], 'the guard has corrected 300 kW to the rated power');
  });

  it('without a guard has no writer', () => {
    const meter = new ManagedDevice({ ...battery.options, profile: profileOf([pointOf()]), guard: undefined });
    assert.equal(meter.writer, undefined);
  });

  it('tells whoever watches of every read and write', async () => {
    const seen: string[] = [];
    battery.traffic.subscribe(({ deviceId, functionCode, address, quantity, origin, ok }) => {
      seen.push(`${deviceId} FC${functionCode} ${address}+${quantity} ${origin} ${ok ? 'ok' : 'failed'}`);
    });
    await battery.connect();
    battery.client.writeFates = ['refused'];
    await assert.rejects(battery.device.writer!.execute(battery.permit(10)));
    await battery.device.writer!.execute(battery.permit(10));
    const wire = (request: string): string => `WLCE-BESS-01 ${request}`;
    assert.deepEqual(seen, [
      wire('FC3 0+22 gateway ok'),
      wire('FC3 100+2 gateway ok'),
      wire('FC6 100+1 gateway failed'),
      wire('FC6 100+1 gateway ok'),
      wire('FC3 100+1 gateway ok'),
    ]);
  });

  describe('a connection', () => {
    it('is lent and taken back', () => {
      assert.deepEqual([battery.device.host, image.connected], [null, false]);
      const takeBack = battery.device.attachClient(battery.client);
      assert.deepEqual([battery.device.host, image.connected], ['192.168.1.100', true]);
      battery.client.turn(false, 'mbclosed');
      assert.equal(image.connected, false);
      battery.client.turn(true, 'mbactive');
      assert.equal(image.connected, true);
      takeBack();
      assert.deepEqual([battery.device.host, image.connected], [null, false]);
    });

    it('of a new flow replaces the one of the old, also when the old one is taken back later', () => {
      const takeBack = battery.device.attachClient(battery.client);
      const next = new FakeModbusClient();
      battery.device.attachClient(next);
      battery.client.turn(false, 'mbclosed');
      assert.equal(image.connected, true, 'the old client has no say any more');
      takeBack();
      assert.equal(image.connected, true, 'taking the old one back does not disconnect the new one');
      next.turn(false, 'mbclosed');
      assert.equal(image.connected, false);
    });

    it('uses the unit of the site file before that of the profile', async () => {
      await battery.connect();
      await battery.device.writer!.execute(battery.permit(10));
      assert.deepEqual([...battery.client.units], [1]);
      const other = new ManagedDevice({ ...battery.options, model: { ...batteryModel, unit: 17 } });
      battery.client.units.clear();
      other.attachClient(battery.client);
      await other.writer!.correct({ targetKw: 0, constraint: 'shutdown', reason: 'test' });
      assert.deepEqual([...battery.client.units], [17]);
    });

    it('that claims to be up while nothing answers is restarted after three cycles', async () => {
      battery.device.attachClient(battery.client);
      battery.device.exchanges.attach((_read, exchange) => {
        battery.device.exchanges.answer(exchange, new Error('no answer'));
      });
      battery.device.poller.start();
      for (let cycle = 0; cycle < 3; cycle++) await battery.advance(cycle === 0 ? 0 : 1000);
      assert.deepEqual(battery.client.stateEvents, ['SWITCH']);
      assert.deepEqual(battery.logged, ['WLCE-BESS-01: no answer although connected; the connection is restarted']);
    });

    it('that is down is not restarted: the client reconnects by itself', async () => {
      battery.device.attachClient(battery.client);
      battery.client.turn(false, 'mbclosed');
      battery.device.exchanges.attach((_read, exchange) => {
        battery.device.exchanges.answer(exchange, new Error('no answer'));
      });
      battery.device.poller.start();
      for (let cycle = 0; cycle < 20; cycle++) await battery.advance(1000);
      assert.deepEqual(battery.client.stateEvents, []);
    });
  });

  describe('is looked up by its id', () => {
    afterEach(() => deviceRuntime.withdraw());

    it('and found when it runs', () => {
      deviceRuntime.provide({ devices: new Map([['WLCE-BESS-01', battery.device]]), faults: new Map() });
      assert.equal(deviceOf('WLCE-BESS-01'), battery.device);
    });

    it('and refused with the reason when it does not', () => {
      deviceRuntime.provide({ devices: new Map(), faults: new Map([['CDU-09', 'there is no profile cdu']]) });
      assert.throws(() => deviceOf('CDU-09'), {
        code: 'device_faulted',
        status: 503,
        message: 'Device CDU-09 is faulted: there is no profile cdu',
      });
      assert.throws(() => deviceOf('NOBODY'), { code: 'unknown_device', status: 404 });
    });

    it('and not before the devices have started', () => {
      assert.throws(() => deviceOf('WLCE-BESS-01'), { code: 'service_not_started' });
    });
  });
});
