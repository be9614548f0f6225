import assert from 'node:assert/strict';
import deviceDecode from '../../../nodes/devices/device-decode.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { frameOf } from '../site/frame.fixture.ts';
import { BatteryDevice, batteryModel, demoRegister } from './battery-device.fixture.ts';
import { provideServices, withdrawServices } from './battery-services.fixture.ts';

const config = { device: batteryModel.id };

describe('device-decode node', () => {
  let battery: BatteryDevice;

  beforeEach(() => {
    battery = new BatteryDevice();
    provideServices(battery);
  });
  afterEach(async () => {
    await TestFlow.close();
    withdrawServices();
  });

  /** An open read of the device and its name. */
  function openRead(): { answer: Promise<Uint16Array>; exchange: string } {
    let exchange = '';
    battery.device.exchanges.attach((_read, name) => void (exchange = name));
    const answer = battery.device.exchanges.read({ functionCode: 3, address: 0, quantity: 2 }, 1300);
    return { answer, exchange };
  }

  const answers: [string, unknown[], number[]][] = [
    ['registers', [500, 65_535], [500, 65_535]],
    ['the bits of a coil table', [true, false], [1, 0]],
  ];
  for (const [title, data, words] of answers) {
    it(`takes ${title} that a getter sends as the answer to the open read`, async () => {
      const flow = await TestFlow.ofNode(deviceDecode, config);
      const { answer, exchange } = openRead();
      flow.receive('node', { payload: data, responseBuffer: { data }, busbar: { exchange } });
      assert.deepEqual([...(await answer)], words);
    });
  }

  const failures: [string, object, string][] = [
    [
      "the getter's error",
      { error: { message: 'Modbus exception 2: Illegal data address' } },
      'Modbus exception 2: Illegal data address',
    ],
    ['an error beside registers', { error: { message: 'Timed out' }, responseBuffer: { data: [0, 0] } }, 'Timed out'],
    ['an answer without registers', { payload: '' }, 'the getter sent no registers'],
    ['registers that are no list', { responseBuffer: { data: 'x' } }, 'the getter sent no registers'],
  ];
  for (const [title, message, reason] of failures) {
    it(`takes ${title} as the failure of the open read`, async () => {
      const flow = await TestFlow.ofNode(deviceDecode, config);
      const { answer, exchange } = openRead();
      flow.receive('node', { ...message, busbar: { exchange } });
      await assert.rejects(answer, { code: 'read_failed', status: 503, message: reason });
    });
  }

  const forged: readonly object[] = [
    {},
    { busbar: {} },
    { busbar: null },
    { busbar: { exchange: 'made-up' } },
    { busbar: { exchange: ['made-up'] } },
    { topic: batteryModel.id, frame: { deviceId: batteryModel.id }, payload: { soc: 99 } },
  ];
  for (const message of forged) {
    it(`ignores what a flow makes up: ${JSON.stringify(message)}`, async () => {
      await battery.connect();
      const flow = await TestFlow.ofNode(deviceDecode, config);
      const { answer, exchange } = openRead();
      flow.receive('node', { responseBuffer: { data: [0, 990] }, ...message });
      await flow.settled();
      assert.equal(battery.image.get(batteryModel.id)?.ofRole('soc').value, 50);
      assert.deepEqual([flow.arrived('out1'), flow.arrived('caught')], [[], []]);
      battery.device.exchanges.answer(exchange, Uint16Array.of(1, 2));
      assert.deepEqual(await answer, Uint16Array.of(1, 2), 'the open read still waits for its own answer');
    });
  }

  it('sends each finished frame of its device on, and of no other', async () => {
    const flow = await TestFlow.ofNode(deviceDecode, config);
    await battery.connect();
    battery.bus.publish(frameOf({ power: 5 }, { deviceId: 'GRID-1' }));
    battery.registers.set(demoRegister.soc, 723);
    await battery.advance(1000);
    await flow.settled();
    const soc = flow.arrived('out1').map(({ topic, payload }) => [topic, (payload as { soc: number }).soc]);
    assert.deepEqual(soc, [
      [batteryModel.id, 50],
      [batteryModel.id, 72.3],
    ]);
  });

  it('shows how many points were read, and shows it again only when that changes', async () => {
    const flow = await TestFlow.ofNode(deviceDecode, config);
    await battery.connect();
    for (let cycle = 0; cycle < 3; cycle++) await battery.advance(1000);
    battery.device.exchanges.attach((_read, exchange) => {
      battery.device.exchanges.answer(exchange, new Error('gone'));
    });
    for (let cycle = 0; cycle < 3; cycle++) await battery.advance(1000);
    await flow.settled();
    const { size } = battery.image.get(batteryModel.id)!.index;
    assert.deepEqual(flow.statuses('node'), [
      { fill: 'green', shape: 'dot', text: `${size} of ${size} points` },
      { fill: 'red', shape: 'ring', text: 'no answer' },
    ]);
  });

  it('hangs on the bus no longer once it is closed', async () => {
    const flow = await TestFlow.ofNode(deviceDecode, config);
    await TestFlow.close();
    await battery.connect();
    await flow.settled();
    assert.deepEqual(flow.arrived('out1'), []);
  });

  const unusable: [string, string, string][] = [
    ['a device that the site file does not have', 'NOBODY', 'unknown_device'],
    ['a device that is faulted', 'CDU-09', 'device_faulted'],
    ['no device', '', 'bad_node_config'],
  ];
  for (const [title, device, code] of unusable) {
    it(`for ${title} is red and answers with the reason`, async () => {
      const flow = await TestFlow.ofNode(deviceDecode, { device });
      assert.deepEqual(flow.shown('node'), [code]);
      assert.equal((await flow.askForError('node', {})).code, code);
    });
  }
});
