import assert from 'node:assert/strict';
import type { ExecutedCommand } from '../../../nodes/devices/device-writer.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import { settled } from '../safety/guarded-battery.ts';
import { BatteryDevice, demoRegister } from './battery-device.fixture.ts';
import { type Fate, RegisterMemory } from './modbus-client.fixture.ts';
import { shippedProfile } from './profile.fixture.ts';
import { sunspecDevice } from './sunspec-device.fixture.ts';

const { setpoint, soc } = demoRegister;
const correction = { targetKw: 0, constraint: 'shutdown', reason: 'The gateway is shutting down.' } as const;

describe('device writer', () => {
  let battery: BatteryDevice;

  beforeEach(async () => {
    battery = new BatteryDevice();
    await battery.connect();
  });

  const execute = (targetKw: number): Promise<ExecutedCommand> =>
    battery.device.writer!.execute(battery.permit(targetKw));

  describe('a command', () => {
    it('is judged, written, read back and recorded, in this order', async () => {
      const executed = await execute(100);
      assert.deepEqual(battery.journal, ['judge', 'write 100 1000', 'read 100', 'command_outcome executed']);
      assert.deepEqual(executed, { deviceId: 'WLCE-BESS-01', targetKw: 100, register: 40101, latencyMs: 0 });
      assert.deepEqual(battery.registers.read(setpoint, 1), [1000]);
    });

    it('is answered only once its outcome is on the disk', async () => {
      let commit = (): void => assert.fail('nothing to commit');
      battery.beforeAppend = () => new Promise((resolve) => (commit = resolve));
      let answered = false;
      const executed = execute(100).finally(() => (answered = true));
      await settled();
      assert.deepEqual(battery.registers.read(setpoint, 1), [1000]);
      assert.equal(answered, false);
      commit();
      await executed;
    });

    it('has its requester, frame, verdict and latency in the audit log', async () => {
      const permit = battery.permit(-50);
      await battery.advance(400);
      const { latencyMs } = await battery.device.writer!.execute(permit);
      assert.equal(latencyMs, 400);
      assert.deepEqual(battery.outcomes, [
        {
          kind: 'command_outcome',
          siteId: 'WLCE',
          deviceId: 'WLCE-BESS-01',
          commandId: 'command-1',
          requester: permit.requester,
          targetKw: -50,
          verdict: 'executed',
          reason: null,
          frame: { ts: battery.clock.now() - 400, cycle: 1 },
          latencyMs: 400,
          details: {},
        },
      ]);
    });

    it('becomes the standing setpoint, as the register holds it', async () => {
      await execute(100.04);
      assert.equal(battery.guard.standing?.kw, 100);
      assert.equal(battery.guard.standing.commandId, 'command-1');
    });

    it('that was permitted is blocked when the newest telemetry forbids it at the moment of writing', async () => {
      const requester = { keyId: 'k1', source: 'x', via: 'http' } as const;
      assert.equal(battery.guard.judge(-100, requester).permitted, true);
      battery.registers.set(soc, 48);
      await battery.advance(1000);
      battery.journal.length = 0;
      await assert.rejects(execute(-100), {
        code: 'command_blocked',
        status: 422,
        message: 'SOC below minimum threshold (5.0%). Current: 4.8%',
        facts: { safety_constraint: 'soc_min', reason: 'SOC below minimum threshold (5.0%). Current: 4.8%' },
      });
      assert.deepEqual(battery.journal, ['judge', 'command_outcome blocked']);
      assert.match(battery.outcomes[0]?.reason ?? '', /SOC below minimum/);
    });

    it('to a device that has lost its connection is refused as such', async () => {
      battery.client.turn(false, 'mbclosed');
      await assert.rejects(execute(0), {
        code: 'device_disconnected',
        status: 503,
        message: 'Device WLCE-BESS-01 is not connected.',
      });
      assert.deepEqual(battery.journal, ['judge', 'command_outcome blocked']);
    });

    it('waits for the read that is under way and goes ahead of the next one', async () => {
      const pending: string[] = [];
      battery.device.exchanges.attach((_read, exchange) => void pending.push(exchange));
      await battery.advance(1000);
      const executed = execute(100);
      await settled();
      assert.deepEqual(battery.journal, []);
      battery.device.exchanges.answer(pending[0], new Error('any end will do'));
      await executed;
      assert.deepEqual(battery.journal[1], 'write 100 1000');
    });

    it('is judged when its turn has come and not before', async () => {
      const [first, second] = [execute(100), execute(50)];
      await Promise.all([first, second]);
      assert.deepEqual(
        battery.journal.filter((entry) => !entry.startsWith('command_outcome')),
        ['judge', 'write 100 1000', 'read 100', 'judge', 'write 100 500', 'read 100'],
      );
    });
  });

  describe('a write', () => {
    it('that the device refuses with an exception has failed, and is not read back', async () => {
      battery.client.writeFates = ['refused'];
      await assert.rejects(execute(100), {
        code: 'command_failed',
        status: 503,
        message: /^The device did not take the command: Modbus: Modbus exception 4/,
      });
      assert.deepEqual(battery.journal, ['judge', 'write 100 1000', 'command_outcome failed']);
      assert.equal(battery.guard.standing, null);
    });

    it('that the device echoes and ignores has failed', async () => {
      battery.client.on('writeModbus', () => battery.registers.set(setpoint, 7));
      await assert.rejects(execute(100), {
        code: 'command_failed',
        message: /the register reads back 7, written was 1000$/,
      });
      assert.deepEqual(battery.journal.slice(1), ['write 100 1000', 'read 100', 'command_outcome failed']);
      assert.equal(battery.guard.standing, null);
      assert.match(battery.guard.owed()!.reason, /shows another setpoint/);
    });

    it('with a wrong echo is settled by the register', async () => {
      battery.client.writeFates = ['wrong echo'];
      assert.equal((await execute(100)).targetKw, 100);
      assert.equal(battery.outcomes[0]?.verdict, 'executed after settling');
    });

    const losses: [string, Fate, Fate[], string, string[]][] = [
      ['and that took', 'answer lost', [], 'executed after settling', ['read 100']],
      ['and that did not take', 'lost', [], 'failed', ['read 100']],
      [
        'and that took, seen at the second look',
        'answer lost',
        ['refused'],
        'executed after settling',
        ['read 100', 'read 100'],
      ],
    ];
    for (const [title, writeFate, readFates, verdict, reads] of losses) {
      it(`whose answer was lost ${title} is settled by the register: ${verdict}`, async () => {
        battery.client.writeFates = [writeFate];
        battery.client.readFates = [...readFates];
        const ended = execute(100).catch((thrown: unknown) => thrown);
        await battery.pass(1500);
        await ended;
        assert.deepEqual(battery.journal, ['judge', 'write 100 1000', ...reads, `command_outcome ${verdict}`]);
        assert.equal(battery.guard.standing?.kw, verdict === 'failed' ? undefined : 100);
      });
    }

    const endless: [string, Fate, Fate][] = [
      ['whose answer was lost', 'answer lost', 'refused'],
      ['whose answer was lost, on a wire that is dead', 'answer lost', 'lost'],
      ['that was echoed', 'answered', 'refused'],
    ];
    for (const [title, writeFate, readFate] of endless) {
      it(`${title} and that cannot be read back for four seconds is unknown, never repeated`, async () => {
        battery.client.writeFates = [writeFate];
        battery.client.readFates = Array.from({ length: 100 }, () => readFate);
        battery.device.poller.stop();
        let endedAt = 0;
        const ended = execute(100).finally(() => (endedAt = battery.clock.monotonic()));
        const checked = assert.rejects(ended, { code: 'command_unknown', status: 503 });
        const lostMs = writeFate === 'answered' ? 0 : 1000;
        await battery.pass(lostMs + 3950);
        assert.equal(endedAt, 0);
        await battery.pass(1500);
        await checked;
        assert.ok(endedAt >= lostMs + 4000 && endedAt <= lostMs + 5250, `after ${endedAt} ms`);
        assert.equal(battery.journal.filter((entry) => entry.startsWith('write')).length, 1);
        assert.equal(battery.outcomes.at(-1)?.verdict, 'unknown');
        assert.equal(battery.guard.owed()?.targetKw, 0);
      });
    }
  });

  describe('at the end of the process', () => {
    it('refuses a command that waits behind the zero, and is settled only when that is recorded too', async () => {
      battery.registers.set(setpoint, 1000);
      const corrected = battery.device.writer!.correct(correction);
      const waiting = assert.rejects(execute(100), { code: 'command_failed' });
      battery.device.writer!.refuseCommands();
      let commit = (): void => assert.fail('nothing to commit');
      const committed = new Promise<void>((resolve) => (commit = resolve));
      battery.beforeAppend = () => committed;
      let isSettled = false;
      const whenSettled = battery.device.writer!.settled().then(() => (isSettled = true));
      await settled();
      assert.deepEqual([isSettled, battery.registers.read(setpoint, 1)], [false, [0]]);
      commit();
      await Promise.all([whenSettled, corrected, waiting]);
      assert.equal(battery.outcomes.at(-1)?.reason, 'the gateway is shutting down');
    });
  });

  describe('an audit log that fails', () => {
    beforeEach(() => {
      battery.beforeAppend = () => Promise.reject(new Error('the disk is full'));
    });

    it('after the write cannot make the command undone: it is answered and reported', async () => {
      assert.equal((await execute(100)).targetKw, 100);
      assert.deepEqual(battery.logged, ['the outcome of command command-1 is not in the audit log: the disk is full']);
    });

    it('does not hold a correction back, and is reported', async () => {
      battery.registers.set(setpoint, 1000);
      await battery.device.writer!.correct(correction);
      assert.deepEqual(battery.registers.read(setpoint, 1), [0]);
      assert.deepEqual(battery.logged, [
        'a correction is not in the audit log: the disk is full',
        'a correction is not in the audit log: the disk is full',
      ]);
    });
  });

  describe('a correction', () => {
    it('is written without waiting for the log, and is in it with its intent', async () => {
      const commits: (() => void)[] = [];
      battery.beforeAppend = () => new Promise((resolve) => void commits.push(resolve));
      battery.registers.set(setpoint, 1000);
      const corrected = battery.device.writer!.correct(correction);
      await settled();
      assert.deepEqual(battery.registers.read(setpoint, 1), [0]);
      assert.deepEqual(battery.journal, ['write 100 0', 'read 100']);
      for (const commit of commits) commit();
      await corrected;
      const shapeOf = ({ kind, verdict, targetKw, reason, requester, commandId }: AuditEntry) => ({
        kind,
        verdict,
        targetKw,
        reason,
        source: requester.source,
        commandId,
      });
      const common = { targetKw: 0, reason: correction.reason, source: 'safety-guard', commandId: null };
      assert.deepEqual(battery.audited.map(shapeOf), [
        { kind: 'command_intent', verdict: 'shutdown', ...common },
        { kind: 'command_outcome', verdict: 'corrected', ...common },
      ]);
    });

    it('that fails says why in the log and throws nothing', async () => {
      battery.client.writeFates = ['refused'];
      await battery.device.writer!.correct(correction);
      const [outcome] = battery.outcomes;
      assert.equal(outcome?.verdict, 'failed');
      assert.match(outcome.reason ?? '', /exception 4/);
    });

    it('without a connection fails at once', async () => {
      battery.client.turn(false, 'mbclosed');
      await battery.device.writer!.correct(correction);
      assert.deepEqual([battery.outcomes[0]?.verdict, battery.outcomes[0]?.reason], ['failed', 'not connected']);
      assert.deepEqual(
        battery.journal.filter((entry) => entry.startsWith('write')),
        [],
      );
    });

    it('of a broken limit is judged anew when its turn has come', async () => {
      const owed = { targetKw: 100, constraint: 'soc_max', reason: 'SOC above maximum' } as const;
      await execute(50);
      battery.journal.length = 0;
      await battery.device.writer!.correct(owed);
      assert.deepEqual(battery.journal, ['command_intent soc_max', 'command_outcome no longer owed']);
      assert.deepEqual(battery.registers.read(setpoint, 1), [500]);
    });

    it('leaves the life time of the command as it was', async () => {
      await execute(100);
      const expiresAt = battery.guard.standing?.expiresAt;
      await battery.advance(10_000);
      await battery.device.writer!.correct(correction);
      assert.deepEqual([battery.guard.standing?.kw, battery.guard.standing?.expiresAt], [0, expiresAt]);
    });
  });

  describe('of a device with one register for each direction and a working mode (Huawei)', () => {
    const [mode, charge, discharge] = [47_086, 47_075, 47_076];
    let huawei: BatteryDevice;

    beforeEach(async () => {
      const registers = new RegisterMemory();
      const profile = shippedProfile('huawei-sun2000-luna2000');
      for (const { address = 0 } of profile.points) registers.set(address, 0, 0);
      registers.set(32_089, 256);
      registers.set(32_085, 5000);
      registers.set(37_752, 250);
      registers.set(37_760, 500);
      huawei = new BatteryDevice(profile, registers);
      await huawei.connect();
    });

    const wires = (): string[] => huawei.journal.filter((entry) => /^(write|read)/.test(entry));

    it('puts the device into its mode first, then the idle direction to 0, then the power', async () => {
      const { register } = await huawei.device.writer!.execute(huawei.permit(-20));
      assert.deepEqual(wires(), [
        `write ${mode} 3`,
        `read ${mode}`,
        `write ${charge} 0`,
        `read ${charge}`,
        `write ${discharge} 20000`,
        `read ${discharge}`,
      ]);
      assert.equal(register, discharge);
      assert.equal(huawei.guard.standing?.kw, -20);
    });

    it('leaves the mode alone once the device shows it', async () => {
      await huawei.device.writer!.execute(huawei.permit(-20));
      await huawei.advance(2000);
      huawei.journal.length = 0;
      const { register } = await huawei.device.writer!.execute(huawei.permit(30));
      assert.deepEqual(wires(), [
        `write ${discharge} 0`,
        `read ${discharge}`,
        `write ${charge} 30000`,
        `read ${charge}`,
      ]);
      assert.equal(register, charge);
    });

    it('writes no power when the mode was refused', async () => {
      huawei.client.writeFates = ['refused'];
      await assert.rejects(huawei.device.writer!.execute(huawei.permit(-20)), { code: 'command_failed' });
      assert.deepEqual(wires(), [`write ${mode} 3`]);
      assert.equal(huawei.guard.standing, null);
    });

    it('knows no new setpoint when only the idle direction was written', async () => {
      huawei.client.writeFates = ['answered', 'answered', 'refused'];
      await assert.rejects(huawei.device.writer!.execute(huawei.permit(-20)), { code: 'command_failed' });
      assert.equal(huawei.guard.standing, null);
    });
  });

  it('of a SunSpec device scales by its factor and brings the setpoint into force last', async () => {
    const { registers, models } = sunspecDevice();
    const sunspec = new BatteryDevice(shippedProfile('sunspec-storage'), registers);
    await sunspec.connect();
    const at = (offset: number): number => models.get(704)! + offset;
    const { register } = await sunspec.device.writer!.execute(sunspec.permit(10));
    assert.deepEqual(
      sunspec.journal.filter((entry) => entry.startsWith('write')),
      [`write ${at(21)} 1`, `write ${at(28)} 1`, `write ${at(22)} 65535 ${0x10000 - 100}`, `write ${at(20)} 1`],
    );
    assert.equal(register, at(22));
    assert.equal(sunspec.guard.standing?.kw, 10);
  });
});
