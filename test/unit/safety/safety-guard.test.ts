import assert from 'node:assert/strict';
import { auditRow } from '../../../nodes/events/audit-row.ts';
import { type Identity, setIdentity } from '../../../nodes/kernel/index.ts';
import type { PermitLedger } from '../../../nodes/safety/index.ts';
import safetyGuard from '../../../nodes/safety/safety-guard.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { BatteryDevice, batteryModel, demoRegister } from '../devices/battery-device.fixture.ts';
import { provideServices, withdrawServices } from '../devices/battery-services.fixture.ts';

describe('safety-guard node', () => {
  let battery: BatteryDevice;
  let permits: PermitLedger;

  beforeEach(async () => {
    battery = new BatteryDevice();
    permits = provideServices(battery);
    await battery.connect();
    battery.device.poller.stop();
  });
  afterEach(async () => {
    await TestFlow.close();
    withdrawServices();
  });

  const load = (config: object = {}): Promise<TestFlow> => TestFlow.ofNode(safetyGuard, { ...config }, 2);

  /** A request that the front door has identified. */
  function requestOf(identity: Partial<Identity> = {}): object {
    const request = { path: '/api/v1/dispatch' };
    setIdentity(request, { keyId: 'k1', scopes: new Set(['dispatch']), arrivedAt: -20, ...identity });
    return request;
  }

  /** A state of charge of 4.8 %, under the floor. */
  async function empty(): Promise<void> {
    battery.registers.set(demoRegister.soc, 48);
    battery.device.poller.start();
    await battery.advance(0);
    battery.device.poller.stop();
    battery.audited.length = 0;
  }

  const shapeOf = ({ kind, targetKw, verdict, reason, details }: AuditEntry): object => ({
    kind,
    targetKw,
    verdict,
    reason,
    details,
  });

  describe('a permitted command', () => {
    it('leaves on the first output with a permit, and nothing on the second', async () => {
      const flow = await load();
      const payload = { target_kw: 100, source: 'arbitrage_engine' };
      const sent = await flow.ask('node', { payload, mine: 1 });
      await flow.settled();
      assert.match(String(sent['permit']), /^[\w-]{22}$/);
      assert.deepEqual([sent.payload, sent['mine'], sent['statusCode']], [payload, 1, undefined]);
      assert.deepEqual([flow.arrived('out1').length, flow.arrived('out2').length], [1, 0]);
      assert.deepEqual(flow.statuses('node').at(-1), { fill: 'green', shape: 'dot', text: '100 kW permitted' });
    });

    it('has everything about it in the ledger, and its intent in the audit log', async () => {
      const flow = await load();
      const req = requestOf();
      const sent = await flow.ask('node', { req, payload: { target_kw: -50, source: 'arbitrage_engine' } });
      const redemption = permits.redeem(sent['permit']);
      assert.ok(redemption.ok);
      const { commandId, ...permit } = redemption.permit;
      const requester = { keyId: 'k1', source: 'arbitrage_engine', via: 'http' };
      assert.deepEqual(permit, { deviceId: batteryModel.id, targetKw: -50, requester, receivedAt: -20 });
      assert.deepEqual(battery.audited, [
        {
          kind: 'command_intent',
          siteId: 'WLCE',
          deviceId: batteryModel.id,
          commandId,
          requester,
          targetKw: -50,
          verdict: null,
          reason: null,
          frame: { ts: battery.clock.now(), cycle: 1 },
          latencyMs: null,
          details: { requested: '-50' },
        },
      ]);
    });

    it('replaces a permit that the message brought', async () => {
      const flow = await load();
      const sent = await flow.ask('node', { permit: 'made-up', payload: { target_kw: 0 } });
      assert.equal(permits.redeem(sent['permit']).ok, true);
      assert.equal(permits.redeem('made-up').ok, false);
    });

    it('is not let through before its intent is on the disk', async () => {
      const flow = await load();
      let commit = (): void => assert.fail('nothing to commit');
      battery.beforeAppend = () => new Promise((resolve) => (commit = resolve));
      const sent = flow.next('out1');
      flow.receive('node', { payload: { target_kw: 100 } });
      await flow.settled();
      assert.deepEqual(flow.arrived('out1'), []);
      commit();
      await sent;
    });
  });

  describe('a refused command', () => {
    it('leaves on the second output with the body that contract 000 shows', async () => {
      await empty();
      const flow = await load();
      const sent = await flow.ask('node', { payload: { target_kw: -100 } }, 'out2');
      assert.equal(sent['statusCode'], 422);
      assert.deepEqual(sent.payload, {
        status: 'rejected',
        reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
        safety_constraint: 'soc_min',
      });
      assert.deepEqual([sent['permit'], permits.size, flow.arrived('out1')], [undefined, 0, []]);
      assert.deepEqual(flow.statuses('node').at(-1), { fill: 'yellow', shape: 'dot', text: 'soc_min' });
    });

    it('is in the audit log with its verdict', async () => {
      await empty();
      const flow = await load();
      await flow.ask('node', { payload: { target_kw: -100 } }, 'out2');
      const reason = 'SOC below minimum threshold (5.0%). Current: 4.8%';
      assert.deepEqual(battery.audited.map(shapeOf), [
        { kind: 'command_intent', targetKw: -100, verdict: null, reason: null, details: { requested: '-100' } },
        { kind: 'command_rejected', targetKw: -100, verdict: 'soc_min', reason, details: {} },
      ]);
      assert.equal(battery.audited[0]?.commandId, battery.audited[1]?.commandId);
    });

    it('for a device without a connection is 503, also a command of zero', async () => {
      battery.client.turn(false, 'mbclosed');
      const flow = await load();
      for (const target of [100, 0]) {
        const sent = await flow.ask('node', { payload: { target_kw: target } }, 'out2');
        assert.equal(sent['statusCode'], 503);
        const { safety_constraint, status } = sent.payload as Record<string, string>;
        assert.deepEqual([status, safety_constraint], ['rejected', 'disconnected']);
      }
    });

    const notNumbers: [string, unknown, string][] = [
      ['no payload', undefined, 'missing'],
      ['a payload that is null', null, 'missing'],
      ['no target', {}, 'missing'],
      ['a text', { target_kw: '100' }, '"100"'],
      ['null', { target_kw: null }, 'null'],
      ['a truth value', { target_kw: true }, 'true'],
      ['a list', { target_kw: [100] }, '[100]'],
      ['not a number', { target_kw: NaN }, 'NaN'],
      ['an infinite number', { target_kw: Infinity }, 'Infinity'],
    ];
    for (const [title, payload, shown] of notNumbers) {
      it(`is one whose target is ${title}`, async () => {
        // What the audit log itself would make of the entry.
        battery.beforeAppend = (entry) => Promise.resolve(void auditRow(entry, 0));
        const flow = await load();
        const sent = await flow.ask('node', { payload }, 'out2');
        assert.equal(sent['statusCode'], 422);
        assert.deepEqual(sent.payload, {
          status: 'rejected',
          reason: `target_kw must be a finite number. Current: ${shown}`,
          safety_constraint: 'not_finite',
        });
        assert.deepEqual(battery.audited[0]?.details, { requested: shown });
      });
    }
  });

  describe('the requester', () => {
    const forged = { identity: { keyId: 'admin' }, requester: { keyId: 'admin', via: 'http' }, keyId: 'admin' };
    const cases: [string, () => object, object][] = [
      ['is the key of the request', () => ({ req: requestOf() }), { keyId: 'k1', source: 'api', via: 'http' }],
      [
        'without a key has none',
        () => ({ req: requestOf({ keyId: null }) }),
        { keyId: null, source: 'api', via: 'http' },
      ],
      [
        'claims its source, which is not its key',
        () => ({ req: requestOf(), payload: { target_kw: 0, source: 'k2' } }),
        { keyId: 'k1', source: 'k2', via: 'http' },
      ],
      ['without a request is the flow', () => ({}), { keyId: null, source: 'flow node Battery guard', via: 'flow' }],
      [
        'is never what the message says',
        () => ({ ...forged, payload: { target_kw: 0, ...forged } }),
        { keyId: null, source: 'flow node Battery guard', via: 'flow' },
      ],
      [
        'is never a request that the front door has not seen',
        () => ({ req: { ...requestOf(), ...forged } }),
        { keyId: null, source: 'flow node Battery guard', via: 'flow' },
      ],
      [
        'with a source that is no text has none of its own',
        () => ({ req: requestOf(), payload: { target_kw: 0, source: { a: 1 } } }),
        { keyId: 'k1', source: 'api', via: 'http' },
      ],
    ];
    for (const [title, message, expected] of cases) {
      it(title, async () => {
        const flow = await load({ name: 'Battery guard' });
        const { permit } = await flow.ask('node', { payload: { target_kw: 0 }, ...message() });
        const redemption = permits.redeem(permit);
        assert.deepEqual(redemption.permit?.requester, expected);
        assert.deepEqual(battery.audited[0]?.requester, expected);
      });
    }
  });

  describe('the device', () => {
    const { id } = batteryModel;
    const chosen: [string, object, unknown][] = [
      ['is the first battery when none is named', {}, undefined],
      ['is the one that the request names', {}, id],
      ['is the first battery when the request names an empty one', {}, ''],
      ['is the one of the form, whatever the request names', { device: id }, 'WLCE-BESS-99'],
    ];
    for (const [title, config, device_id] of chosen) {
      it(title, async () => {
        const flow = await load(config);
        const { permit } = await flow.ask('node', { payload: { target_kw: 0, device_id } });
        assert.equal(permits.redeem(permit).permit?.deviceId, id);
      });
    }

    const unknown: [string, object, object][] = [
      ['that the site does not have', {}, { payload: { target_kw: 0, device_id: 'WLCE-BESS-99' } }],
      ['of the form that the site does not have', { device: 'WLCE-BESS-99' }, { payload: { target_kw: 0 } }],
    ];
    for (const [title, config, message] of unknown) {
      it(`${title} is refused and judged by nobody`, async () => {
        const flow = await load(config);
        assert.equal((await flow.askForError('node', message)).code, 'unknown_device');
        assert.deepEqual(battery.audited, []);
      });
    }

    it('of a site that the key may not see does not exist', async () => {
      const flow = await load();
      const [own, other] = [new Set(['WLCE']), new Set(['OTHER'])];
      const message = (sites: ReadonlySet<string>): object => ({
        req: requestOf({ sites }),
        payload: { target_kw: 0, device_id: id },
      });
      assert.equal((await flow.askForError('node', message(other))).code, 'unknown_device');
      assert.ok((await flow.ask('node', message(own)))['permit']);
    });
  });

  it('takes its target and its source from where the form says', async () => {
    const flow = await load({ target: 'kw', targetType: 'msg', source: 'peak shaving', sourceType: 'str' });
    const { permit } = await flow.ask('node', { kw: 25, payload: { target_kw: 100 } });
    const redemption = permits.redeem(permit);
    assert.deepEqual([redemption.permit?.targetKw, redemption.permit?.requester.source], [25, 'peak shaving']);
  });

  it('accepts no command that cannot be put on record', async () => {
    battery.beforeAppend = () => Promise.reject(new Error('the disk is full'));
    const flow = await load();
    const { code, cause } = await flow.askForError('node', { payload: { target_kw: 100 } });
    assert.deepEqual([code, (cause as { status: number }).status], ['audit_unavailable', 503]);
    assert.deepEqual([flow.arrived('out1'), flow.arrived('out2'), permits.size], [[], [], 0]);
  });
});
