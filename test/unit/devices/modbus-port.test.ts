import assert from 'node:assert/strict';
import { deviceRuntime } from '../../../nodes/devices/managed-device.ts';
import modbusPort, { northboundPorts } from '../../../nodes/devices/modbus-port.ts';
import { modbusTraffic } from '../../../nodes/devices/traffic.ts';
import { PermitLedger, safetyRuntime } from '../../../nodes/safety/index.ts';
import { auditSink } from '../../../nodes/site/index.ts';
import { freePorts } from '../../support/free-port.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { RawClient } from '../plant/raw-client.fixture.ts';
import { BatteryDevice, batteryModel } from './battery-device.fixture.ts';

describe('modbus-port node', () => {
  let battery: BatteryDevice;
  let flow: TestFlow;
  let port: number;
  const masters: RawClient[] = [];

  beforeEach(async () => {
    battery = new BatteryDevice();
    await battery.connect();
    const { clock, device, guard } = battery;
    const guards = new Map([[batteryModel.id, guard]]);
    safetyRuntime.provide({
      guards,
      permits: new PermitLedger(clock),
      faults: new Map(),
      clock,
      primaryDeviceId: batteryModel.id,
    });
    deviceRuntime.provide({
      devices: new Map([[batteryModel.id, device]]),
      faults: new Map([['BROKEN', 'its profile has no points']]),
    });
    auditSink.provide(battery.options.audit);
    modbusTraffic.provide(battery.traffic);
    [port] = (await freePorts(1)) as [number];
  });

  afterEach(async () => {
    for (const master of masters.splice(0)) master.close();
    await TestFlow.close();
    await northboundPorts.endAll();
    for (const service of [safetyRuntime, deviceRuntime, auditSink, modbusTraffic]) service.withdraw();
  });

  async function load(config: Record<string, unknown> = {}): Promise<void> {
    const settings = { enabled: true, device: batteryModel.id, port: String(port) };
    flow = await TestFlow.ofNode(modbusPort, { ...settings, ...config });
  }
  async function dial(at = port): Promise<RawClient> {
    while (flow.shown('node').at(-1) === 'opening') await new Promise(setImmediate);
    const master = await RawClient.connect(at);
    masters.push(master);
    return master;
  }

  it('serves the device, and shows its connections', async () => {
    await load();
    assert.equal(await (await dial()).ask(1, '0300010001'), '030201f4');
    assert.deepEqual(flow.statuses('node').at(-1), {
      fill: 'green',
      shape: 'dot',
      text: `port ${port}: 0 connections, 0 requests/s`,
    });
  });

  it('is closed unless it is switched on', async () => {
    await load({ enabled: false });
    assert.deepEqual(flow.shown('node'), ['off']);
    await assert.rejects(dial(), { code: 'ECONNREFUSED' });
  });

  it('sends each request to write with its verdict', async () => {
    await load();
    const master = await dial();
    const executed = flow.next('out1');
    await master.ask(1, '06006403e8');
    const { topic, payload } = await executed;
    assert.deepEqual(
      [topic, payload],
      [
        batteryModel.id,
        {
          verdict: 'executed',
          target_kw: 100,
          safety_constraint: null,
          reason: null,
          exception: null,
          function_code: 6,
          address: 100,
          peer: '127.0.0.1',
        },
      ],
    );
    const refused = flow.next('out1');
    await master.ask(1, '0600640bb8');
    const { verdict, safety_constraint, exception } = (await refused).payload as Record<string, unknown>;
    assert.deepEqual([verdict, safety_constraint, exception], ['refused', 'power_limit', 4]);
    await master.ask(1, '0300010001');
    await flow.settled();
    assert.equal(flow.arrived('out1').length, 2);
  });

  describe('at a deploy', () => {
    it('that changes nothing, a master keeps its connection, and the new node its writes', async () => {
      await load();
      const master = await dial();
      await master.ask(1, '0300010001');
      await TestFlow.close();
      assert.equal(await master.ask(1, '0300010001'), '030201f4');
      await load();
      await dial();
      const written = flow.next('out1');
      assert.equal(await master.ask(1, '06006403e8'), '06006403e8');
      await written;
      assert.equal(flow.arrived('out1').length, 1);
    });

    it('that changes the settings, the port opens anew', async () => {
      await load();
      const master = await dial();
      await TestFlow.close();
      await load({ unit: 9 });
      assert.equal(await (await dial()).ask(9, '0300010001'), '030201f4');
      assert.ok(master.closed);
    });

    it('that switches it off, the port closes', async () => {
      await load();
      const master = await dial();
      await TestFlow.close();
      await load({ enabled: false });
      await master.until(() => false);
      assert.ok(master.closed);
    });
  });

  for (const [what, config, code] of [
    ['a device that the site does not have', { device: 'NONE' }, 'unknown_device'],
    ['a device that is faulted', { device: 'BROKEN' }, 'device_faulted'],
    ['port 0', { port: '0' }, 'bad_node_config'],
    ['a list with a name in it', { allow: 'scada.local' }, 'bad_peer'],
  ] as const) {
    it(`is red with ${what}`, async () => {
      await load(config);
      await flow.settled();
      assert.deepEqual(flow.statuses('node').at(-1), { fill: 'red', shape: 'dot', text: code });
    });
  }

  it('opens for the first battery of the site when its form names no device', async () => {
    await load({ device: '' });
    const master = await dial();
    assert.equal(master.closed, false);
  });

  it('is red when its port is taken', async () => {
    await load({});
    await dial();
    await TestFlow.close();
    flow = await TestFlow.load(
      [modbusPort],
      [
        { id: 'tab', type: 'tab' },
        { id: 'other', z: 'tab', type: 'busbar-modbus-port', x: 1, y: 1, enabled: true, device: batteryModel.id, port },
      ],
    );
    while (flow.shown('other').at(-1) === 'opening') await new Promise(setImmediate);
    assert.equal(flow.shown('other').at(-1), 'port_unavailable');
  });
});
