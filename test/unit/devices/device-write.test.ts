import assert from 'node:assert/strict';
import deviceWrite from '../../../nodes/devices/device-write.ts';
import type { Message } from '../../../nodes/kernel/index.ts';
import type { PermitLedger } from '../../../nodes/safety/index.ts';
import safetyGuard from '../../../nodes/safety/safety-guard.ts';
import { coreNode, errorOf, type FlowNode, TestFlow } from '../../support/node-runtime.ts';
import { BatteryDevice, batteryModel, demoRegister } from './battery-device.fixture.ts';
import { provideServices, withdrawServices } from './battery-services.fixture.ts';

describe('device-write node', () => {
  let battery: BatteryDevice;
  let permits: PermitLedger;

  beforeEach(async () => {
    battery = new BatteryDevice();
    permits = provideServices(battery);
    await battery.connect();
  });
  afterEach(async () => {
    await TestFlow.close();
    withdrawServices();
  });

  const written = (): string[] => battery.journal.filter((entry) => entry.startsWith('write'));
  const refusals = () => battery.audited.filter(({ kind }) => kind === 'permit_refused');

  it('carries a permit of the guard out: intent, judgement, write, echo and read-back, outcome, answer', async () => {
    const flow = await TestFlow.load(
      [safetyGuard, deviceWrite],
      [
        { id: 'tab', type: 'tab' },
        { id: 'guard', z: 'tab', type: 'busbar-safety-guard', x: 1, y: 1, wires: [['write'], []] },
        { id: 'write', z: 'tab', type: 'busbar-device-write', x: 2, y: 1, wires: [['out1']] },
        { id: 'out1', z: 'tab', type: 'helper', x: 3, y: 1 },
      ],
    );
    const { payload, statusCode } = await flow.ask('guard', {
      payload: { target_kw: 100, source: 'arbitrage_engine' },
    });
    assert.equal(statusCode, 200);
    assert.deepEqual(payload, {
      status: 'executed',
      target_kw: 100,
      safety_check: 'passed',
      modbus_register: 40101,
      latency_ms: 0,
    });
    assert.deepEqual(battery.journal, [
      'command_intent',
      'judge',
      'write 100 1000',
      'read 100',
      'command_outcome executed',
    ]);
    const [intent, outcome] = battery.audited;
    assert.equal(intent?.commandId, outcome?.commandId);
    assert.deepEqual(flow.shown('write'), ['any device', '100 kW']);
  });

  it('tells the latency to a tenth of a millisecond, from the arrival of the request', async () => {
    const flow = await TestFlow.ofNode(deviceWrite);
    const permit = permits.issue({ ...battery.permit(10), receivedAt: battery.clock.monotonic() - 47.2712 });
    const { payload } = await flow.ask('node', { permit });
    assert.equal((payload as { latency_ms: number }).latency_ms, 47.3);
  });

  it('writes what the ledger says, whatever the message has become', async () => {
    const flow = await TestFlow.ofNode(deviceWrite);
    const permit = permits.issue(battery.permit(100));
    const { payload } = await flow.ask('node', {
      permit,
      payload: { target_kw: 250, device_id: 'OTHER' },
      targetKw: 250,
    });
    assert.equal((payload as { target_kw: number }).target_kw, 100);
    assert.deepEqual(written(), ['write 100 1000']);
  });

  describe('of the copies of a permit redeems exactly one', () => {
    const write = (id: string): FlowNode => ({
      id,
      z: 'tab',
      type: 'busbar-device-write',
      x: 3,
      y: 1,
      wires: [['out1']],
    });
    const start = (wires: string[]): FlowNode => ({
      id: 'start',
      z: 'tab',
      type: 'junction',
      x: 1,
      y: 1,
      wires: [wires],
    });
    const catchInto = (wires: string[], scope = ['a', 'b', 'c']): FlowNode => ({
      id: 'catch',
      z: 'tab',
      type: 'catch',
      x: 1,
      y: 2,
      scope,
      wires: [wires],
    });
    const delay: FlowNode = {
      id: 'delay',
      z: 'tab',
      type: 'delay',
      pauseType: 'delay',
      timeout: '1',
      timeoutUnits: 'milliseconds',
      x: 2,
      y: 2,
      wires: [['b']],
    };
    const linkCall: FlowNode[] = [
      {
        id: 'call',
        z: 'tab',
        type: 'link call',
        linkType: 'static',
        links: ['in'],
        timeout: '1',
        x: 2,
        y: 2,
        wires: [['c']],
      },
      { id: 'in', z: 'tab', type: 'link in', links: [], x: 2, y: 3, wires: [['b', 'return']] },
      { id: 'return', z: 'tab', type: 'link out', mode: 'return', links: [], x: 4, y: 3, wires: [] },
    ];
    const flows: [string, FlowNode[], number][] = [
      ['a forked wire makes', [start(['a', 'b', 'c']), write('a'), write('b'), write('c'), catchInto(['caught'])], 2],
      ['a delay makes', [start(['a', 'delay']), write('a'), delay, write('b'), catchInto(['caught'])], 1],
      [
        'a link call makes',
        [start(['a', 'call']), write('a'), ...linkCall, write('b'), write('c'), catchInto(['caught'])],
        2,
      ],
      [
        'a catch node makes',
        [start(['a', 'b']), write('a'), write('b'), write('c'), catchInto(['caught', 'c'], ['a', 'b'])],
        2,
      ],
    ];
    for (const [title, nodes, refused] of flows) {
      it(title, async () => {
        const helpers = ['out1', 'caught'].map((id) => ({ id, z: 'tab', type: 'helper', x: 4, y: 1 }));
        const core = ['common/05-junction.js', 'common/60-link.js', 'function/89-delay.js'].map(coreNode);
        const flow = await TestFlow.load([deviceWrite, ...core], [{ id: 'tab', type: 'tab' }, ...nodes, ...helpers]);
        const request = { headers: {} };
        const response = { answer: 'once' };
        flow.receive('start', { permit: permits.issue(battery.permit(100)), req: request, res: response });
        while (refusals().length < refused) await new Promise((resolve) => setTimeout(resolve, 1));
        await flow.settled();
        assert.deepEqual(written(), ['write 100 1000']);
        const [executed, ...others] = flow.arrived('out1');
        assert.deepEqual(others, []);
        assert.equal(executed?.['res'], response, 'the copy that was redeemed answers the request');
        for (const copy of flow.arrived('caught')) {
          assert.equal(errorOf(copy).code, 'permit_refused');
          assert.equal('res' in copy, false, 'a used copy has no response to answer');
        }
        assert.deepEqual(
          refusals().map(({ verdict, commandId }) => [verdict, commandId]),
          Array.from({ length: refused }, () => ['used', 'command-1']),
        );
      });
    }
  });

  describe('refuses', () => {
    const strangers: readonly unknown[] = [undefined, '', 'made-up', 7, true, { permit: 'x' }];
    for (const permit of strangers) {
      it(`a permit that the guard never gave: ${JSON.stringify(permit)}`, async () => {
        const flow = await TestFlow.ofNode(deviceWrite);
        const response = {};
        const caught = await flow.ask('node', { permit, payload: { target_kw: 100 }, res: response }, 'caught');
        const { cause } = errorOf(caught);
        assert.deepEqual(cause, {
          code: 'permit_refused',
          status: 409,
          message: 'The write was not permitted: the permit in msg.permit is unknown.',
          facts: { field: 'permit', value: 'unknown' },
        });
        assert.equal(caught['res'], response, 'its request is still to be answered');
        assert.deepEqual(written(), []);
        assert.deepEqual(
          refusals().map(({ verdict, requester, targetKw }) => [verdict, requester.source, targetKw]),
          [['unknown', 'unknown', null]],
        );
      });
    }

    it('a permit that is older than a second', async () => {
      const flow = await TestFlow.ofNode(deviceWrite);
      const permit = permits.issue(battery.permit(100));
      battery.device.poller.stop();
      battery.clock.advance(1001);
      const caught = await flow.ask('node', { permit, res: {} }, 'caught');
      assert.match(errorOf(caught).message, /is expired/);
      assert.equal('res' in caught, true);
      assert.deepEqual([written(), refusals()[0]?.targetKw], [[], 100]);
    });

    it('a permit for another device than its own', async () => {
      const flow = await TestFlow.ofNode(deviceWrite, { device: 'WLCE-BESS-02' });
      const { cause } = await flow.askForError('node', { permit: permits.issue(battery.permit(100)) });
      assert.deepEqual(cause, {
        code: 'wrong_device',
        status: 409,
        message: 'The permit is for WLCE-BESS-01, this node writes to WLCE-BESS-02.',
        facts: { field: 'device', limit: 'WLCE-BESS-02', value: 'WLCE-BESS-01' },
      });
      assert.deepEqual(written(), []);
    });

    it('a command that the newest telemetry forbids, with the rule for the answer', async () => {
      const flow = await TestFlow.ofNode(deviceWrite, { device: batteryModel.id });
      battery.registers.set(demoRegister.soc, 48);
      await battery.advance(1000);
      const { cause } = await flow.askForError('node', { permit: permits.issue(battery.permit(-100)) });
      const reason = 'SOC below minimum threshold (5.0%). Current: 4.8%';
      assert.deepEqual(cause, {
        code: 'command_blocked',
        status: 422,
        message: reason,
        facts: { safety_constraint: 'soc_min', reason },
      });
      assert.deepEqual(written(), []);
    });

    it('every command while the guard has not started', async () => {
      const flow = await TestFlow.ofNode(deviceWrite);
      const message: Partial<Message> = { permit: permits.issue(battery.permit(100)) };
      withdrawServices();
      assert.equal((await flow.askForError('node', message)).code, 'service_not_started');
      assert.deepEqual(written(), []);
    });
  });
});
