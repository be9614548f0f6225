import assert from 'node:assert/strict';
import { carryOutCommand } from '../../../../nodes/devices/northbound/command.ts';
import { type Command, PermitLedger } from '../../../../nodes/safety/index.ts';
import { BatteryDevice, demoRegister } from '../battery-device.fixture.ts';

const requester = { keyId: null, source: 'modbus 127.0.0.1', via: 'modbus' } as const;

describe('northbound command', () => {
  let battery: BatteryDevice;
  let permits: PermitLedger;

  beforeEach(async () => {
    battery = new BatteryDevice();
    await battery.connect();
    permits = new PermitLedger(battery.clock);
  });

  const command = (target: unknown): Command => ({ target, requester, receivedAt: 0, details: { requested: 'it' } });
  const gate = () => ({ guard: battery.guard, permits, audit: battery.options.audit, writer: battery.device.writer! });

  it('is recorded, judged, judged again in the moment of writing, written, read back and recorded', async () => {
    const executed = await carryOutCommand(command(100), gate());
    assert.deepEqual(battery.journal, [
      'command_intent',
      'judge',
      'write 100 1000',
      'read 100',
      'command_outcome executed',
    ]);
    assert.ok(!('permitted' in executed));
    assert.equal(executed.targetKw, 100);
  });

  it('keeps one id and one requester in all of its rows', async () => {
    await carryOutCommand(command(100), gate());
    const [intent, outcome] = battery.audited;
    assert.ok(intent?.commandId);
    assert.equal(outcome?.commandId, intent.commandId);
    assert.deepEqual([intent.requester, outcome.requester], [requester, requester]);
    assert.deepEqual([intent.targetKw, intent.frame?.cycle, intent.details], [100, 1, { requested: 'it' }]);
  });

  it('that the guard refuses is recorded with the rule and reaches no register', async () => {
    const refused = await carryOutCommand(command(300), gate());
    assert.ok('permitted' in refused);
    assert.equal(refused.constraint, 'power_limit');
    assert.deepEqual(battery.journal, ['command_intent', 'command_rejected power_limit']);
    assert.equal(battery.audited[1]?.reason, refused.reason);
    assert.deepEqual(battery.registers.read(demoRegister.setpoint, 1), [0]);
  });

  it('is not carried out when it cannot be recorded', async () => {
    battery.beforeAppend = () => Promise.reject(new Error('disk full'));
    await assert.rejects(carryOutCommand(command(100), gate()), { code: 'audit_unavailable', status: 503 });
    assert.deepEqual([battery.journal, permits.size], [[], 0]);
  });
});
