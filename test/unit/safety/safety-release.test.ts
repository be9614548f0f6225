import assert from 'node:assert/strict';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import safetyRelease from '../../../nodes/safety/safety-release.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { BatteryDevice, batteryModel } from '../devices/battery-device.fixture.ts';
import { provideServices, withdrawServices } from '../devices/battery-services.fixture.ts';

const alarmBits = 16;
const word = { operator: 'M. Rojas', reason: 'cabinet inspected' };
const release = { ...word, constraint: 'estop' };

describe('safety-release node', () => {
  let battery: BatteryDevice;

  beforeEach(async () => {
    battery = new BatteryDevice();
    provideServices(battery);
    await battery.connect();
  });
  afterEach(async () => {
    await TestFlow.close();
    withdrawServices();
  });

  /** The emergency stop is pressed, and then perhaps pulled out again; the guard has seen both. */
  async function pressed({ released }: { released: boolean }): Promise<void> {
    for (const bits of released ? [1, 0] : [1]) {
      battery.registers.set(alarmBits, bits);
      await battery.advance(1000);
      battery.guard.envelope();
    }
    battery.audited.length = 0;
  }

  const load = (config: object = {}): Promise<TestFlow> => TestFlow.ofNode(safetyRelease, { ...config });
  const isLatched = (): boolean => battery.guard.envelope().narrowings.some(({ constraint }) => constraint === 'estop');
  const recorded = () => battery.audited.map(({ kind, verdict, reason, details }) => [kind, verdict, reason, details]);

  it('lifts a latched stop whose cause is gone', async () => {
    await pressed({ released: true });
    assert.equal(isLatched(), true);
    const flow = await load();
    const { payload, statusCode } = await flow.ask('node', { payload: release });
    assert.equal(statusCode, 200);
    assert.deepEqual(payload, {
      status: 'released',
      constraint: 'estop',
      device_id: batteryModel.id,
      released_at: '2026-02-21T17:45:02+00:00',
    });
    assert.equal(isLatched(), false);
    assert.deepEqual(flow.shown('node'), ['estop: released']);
  });

  it('puts on record who wanted it before it happens, and what became of it', async () => {
    await pressed({ released: true });
    const latchedAtAppend: boolean[] = [];
    battery.beforeAppend = () => Promise.resolve(void latchedAtAppend.push(isLatched()));
    const request = {};
    setIdentity(request, { keyId: 'k9', scopes: new Set(['admin']), arrivedAt: 0 });
    await (await load()).ask('node', { req: request, payload: release });
    assert.deepEqual(recorded(), [
      ['release_intent', 'estop', word.reason, {}],
      ['latch_released', 'estop', word.reason, { outcome: 'released' }],
    ]);
    assert.deepEqual(latchedAtAppend, [true, false]);
    assert.deepEqual(battery.audited[0]?.requester, { keyId: 'k9', source: 'M. Rojas', via: 'http' });
  });

  it('is not done when it cannot be put on record', async () => {
    await pressed({ released: true });
    battery.beforeAppend = () => Promise.reject(new Error('the disk is full'));
    const flow = await load();
    await flow.askForError('node', { payload: release });
    assert.equal(isLatched(), true);
  });

  const conflicts: [string, () => Promise<void>, string, string][] = [
    ['nothing is latched', () => Promise.resolve(), 'not_latched', 'The stop estop is not latched.'],
    [
      'the cause still stands',
      () => pressed({ released: false }),
      'cause_stands',
      'The cause of estop still stands or cannot be measured.',
    ],
    [
      'the cause cannot be measured now',
      async () => {
        await pressed({ released: true });
        battery.device.poller.stop();
        battery.clock.advance(60_000);
      },
      'cause_stands',
      'The cause of estop still stands or cannot be measured.',
    ],
  ];
  for (const [title, prepare, code, message] of conflicts) {
    it(`refuses while ${title}, and puts that on record`, async () => {
      await prepare();
      battery.audited.length = 0;
      const flow = await load();
      const { cause } = await flow.askForError('node', { payload: release });
      assert.deepEqual(cause, { code, status: 409, message, facts: { field: 'constraint', value: 'estop' } });
      assert.deepEqual(recorded().at(-1), ['release_refused', 'estop', word.reason, { outcome: code }]);
      assert.equal(flow.shown('node').at(-2), `estop: ${code}`);
    });
  }

  const wrong: [string, unknown, string, number][] = [
    ['a stop that is none', { ...word, constraint: 'soc_min' }, 'unknown_constraint', 400],
    ['a stop that is no text', { ...word, constraint: 5 }, 'unknown_constraint', 400],
    ['no stop', word, 'unknown_constraint', 400],
    ['no operator', { ...release, operator: undefined }, 'missing_text', 400],
    ['an operator of blanks', { ...release, operator: '  ' }, 'missing_text', 400],
    ['no reason', { ...release, reason: '' }, 'missing_text', 400],
    ['a reason that is no text', { ...release, reason: 7 }, 'missing_text', 400],
    ['a device that the site does not have', { ...release, device_id: 'WLCE-BESS-99' }, 'unknown_device', 404],
    ['no payload', undefined, 'missing_text', 400],
  ];
  for (const [title, payload, code, status] of wrong) {
    it(`refuses ${title} with ${status}`, async () => {
      await pressed({ released: true });
      const flow = await load();
      const error = await flow.askForError('node', { payload });
      assert.deepEqual([error.code, (error.cause as { status: number }).status], [code, status]);
      assert.deepEqual([isLatched(), battery.audited], [true, []]);
    });
  }

  it('does not know the devices of sites that the key may not see', async () => {
    const request = {};
    setIdentity(request, { keyId: 'k9', scopes: new Set(['admin']), sites: new Set(['OTHER']), arrivedAt: 0 });
    const flow = await load();
    assert.equal((await flow.askForError('node', { req: request, payload: release })).code, 'unknown_device');
  });

  it('takes its inputs from where the form says', async () => {
    await pressed({ released: true });
    const flow = await load({
      device: batteryModel.id,
      constraint: 'estop',
      constraintType: 'str',
      operator: 'who',
      operatorType: 'msg',
      reason: 'daily test',
      reasonType: 'str',
    });
    await flow.ask('node', { who: ' M. Rojas ' });
    assert.deepEqual([battery.audited[0]?.requester.source, battery.audited[0]?.reason], ['M. Rojas', 'daily test']);
  });
});
