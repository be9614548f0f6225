import assert from 'node:assert/strict';
import deviceDecode from '../../../nodes/devices/device-decode.ts';
import devicePoll from '../../../nodes/devices/device-poll.ts';
import type { NodeApi } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { BatteryDevice, batteryModel } from './battery-device.fixture.ts';
import { provideServices, withdrawServices } from './battery-services.fixture.ts';

interface ReadPayload {
  readonly fc: number;
  readonly unitid: number;
  readonly address: number;
  readonly quantity: number;
}

describe('device-poll node', () => {
  let battery: BatteryDevice;

  beforeEach(() => {
    battery = new BatteryDevice();
    provideServices(battery);
  });
  afterEach(async () => {
    await TestFlow.close();
    withdrawServices();
  });

  /** Stands for the contrib client: a configuration node that says it is connected. */
  function clientType(red: NodeApi): void {
    red.nodes.registerType('test-client', function (config) {
      red.nodes.createNode(this, config);
      const { tcpHost, tcpPort, clientTimeout, stateService } = battery.client;
      Object.assign(this, { tcpHost, tcpPort, clientTimeout, stateService, isActive: () => battery.client.active });
    });
  }

  /** Stands for the contrib getter: answers each read from the registers and keeps the message's properties. */
  function getterType(red: NodeApi): void {
    red.nodes.registerType('test-getter', function (config) {
      red.nodes.createNode(this, config);
      this.on('input', (message, send, done) => {
        const { address, quantity } = message.payload as ReadPayload;
        send({ ...message, responseBuffer: { data: battery.registers.read(address, quantity) } });
        done();
      });
    });
  }

  function load(config: object = { client: 'client' }): Promise<TestFlow> {
    const { id: device } = batteryModel;
    return TestFlow.load(
      [devicePoll, deviceDecode, clientType, getterType],
      [
        { id: 'tab', type: 'tab' },
        { id: 'client', type: 'test-client' },
        {
          id: 'node',
          z: 'tab',
          type: 'busbar-device-poll',
          device,
          x: 1,
          y: 1,
          wires: [['reads', 'getter']],
          ...config,
        },
        { id: 'reads', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'getter', z: 'tab', type: 'test-getter', x: 2, y: 2, wires: [['decode']] },
        { id: 'decode', z: 'tab', type: 'busbar-device-decode', device, x: 3, y: 2, wires: [['frames']] },
        { id: 'frames', z: 'tab', type: 'helper', x: 4, y: 2 },
      ],
    );
  }

  it('sends the planned reads to a getter, and their answers become the frame of the cycle', async () => {
    const flow = await load();
    const frame = flow.next('frames');
    battery.device.poller.start();
    battery.clock.advance(0);
    const { payload, topic } = await frame;
    assert.deepEqual([topic, (payload as { soc: number }).soc], [batteryModel.id, 50]);
    assert.deepEqual(
      flow.arrived('reads').map(({ payload }) => payload),
      [
        { fc: 3, unitid: 1, address: 0, quantity: 22 },
        { fc: 3, unitid: 1, address: 100, quantity: 2 },
      ],
    );
  });

  it('names each read once', async () => {
    const flow = await load();
    battery.device.poller.start();
    for (let cycle = 0; cycle < 3; cycle++) {
      const frame = flow.next('frames');
      battery.clock.advance(1000);
      await frame;
    }
    const names = flow.arrived('reads').map(({ busbar }) => (busbar as { exchange: string }).exchange);
    assert.ok(names.length >= 6);
    assert.equal(new Set(names).size, names.length);
  });

  it('lends the device its connection and takes both back when it is closed', async () => {
    await load();
    const { exchanges, image } = battery.device;
    assert.deepEqual([exchanges.attached, battery.device.host, image.connected], [true, '192.168.1.100', true]);
    await TestFlow.close();
    assert.deepEqual([exchanges.attached, battery.device.host, image.connected], [false, null, false]);
  });

  it('shows what it polls', async () => {
    const flow = await load();
    assert.deepEqual(flow.statuses('node'), [{ fill: 'green', shape: 'dot', text: 'demo-inverter, unit 1' }]);
  });

  it('without a client polls all the same, and says that nothing can be written', async () => {
    const flow = await load({ client: '' });
    assert.deepEqual(flow.statuses('node'), [{ fill: 'yellow', shape: 'dot', text: 'no client: cannot write' }]);
    assert.deepEqual([battery.device.exchanges.attached, battery.device.host], [true, null]);
  });

  it('for a device that does not run is red with the reason', async () => {
    const flow = await TestFlow.ofNode(devicePoll, { device: 'CDU-09' });
    assert.deepEqual(flow.shown('node'), ['device_faulted']);
  });
});
