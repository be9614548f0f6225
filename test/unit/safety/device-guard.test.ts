import assert from 'node:assert/strict';
import { PointIndex, type ProcessImage, type Requester } from '../../../nodes/site/index.ts';
import { guardedDevice } from './fixtures.ts';
import { answer, GuardedBattery, pointOf, settled } from './guarded-battery.ts';

const client: Requester = { keyId: 'key-1', source: 'arbitrage_engine', via: 'http' };

describe('device guard', () => {
  describe('at start', () => {
    it('adopts the setpoint that it finds on the device and audits that', async () => {
      const battery = new GuardedBattery({ registerKw: -80 });
      await battery.cycle();
      assert.equal(battery.guard.standing?.kw, -80);
      assert.equal(battery.guard.standing.commandId, null);
      assert.deepEqual(battery.auditedKinds(), ['setpoint_adopted']);
      assert.deepEqual(battery.corrections, []);
    });

    it('judges what it adopted in the same cycle', async () => {
      const battery = new GuardedBattery({ registerKw: -80 });
      await battery.cycle({ soc: 4.8 });
      assert.deepEqual(battery.corrections, [
        { targetKw: 0, constraint: 'soc_min', reason: 'SOC below minimum threshold (5.0%). Current: 4.8%' },
      ]);
    });

    it('never raises what it found, wherever the process was restarted', async () => {
      for (const registerKw of [-300, -250, -80, 0, 80, 250, 300]) {
        const battery = new GuardedBattery({ registerKw });
        for (const soc of [50, 9, 4, 1, 50, 99]) await battery.cycle({ soc });
        for (const kw of battery.correctedTo) assert.ok(Math.abs(kw) <= Math.abs(registerKw), `${registerKw} → ${kw}`);
      }
    });

    it('adopts nothing from a reading that is not valid, and takes back whatever power it hides', async () => {
      const battery = new GuardedBattery({ registerKw: -80 });
      await battery.cycle({ setpoint: 'not implemented by the device' });
      assert.deepEqual(battery.auditedKinds(), []);
      assert.deepEqual(battery.corrections, [
        {
          targetKw: 0,
          constraint: 'invalid_telemetry',
          reason: 'The setpoint on the device is not valid: not implemented by the device.',
        },
      ]);
    });

    it('adopts zero quietly', async () => {
      const battery = new GuardedBattery();
      await battery.cycle();
      assert.equal(battery.guard.standing?.kw, 0);
      await battery.cycle({}, 400_000);
      assert.deepEqual(battery.corrections, []);
    });

    it('keeps the latches of the run before, without auditing them again', async () => {
      const battery = new GuardedBattery({}, { latched: ['estop'] });
      await battery.cycle();
      const verdict = battery.guard.judge(10, client);
      assert.ok(!verdict.permitted && verdict.constraint === 'estop');
      assert.ok(!battery.auditedKinds().includes('latch_set'));
    });

    it('lets an adopted setpoint live no longer than the command that set it', async () => {
      const battery = new GuardedBattery({ registerKw: 80 }, { inheritedLifetimeMs: 5000 });
      await battery.cycle();
      await battery.cycle({}, 3000);
      assert.deepEqual(battery.correctedTo, []);
      await battery.cycle({}, 2000);
      assert.deepEqual(battery.correctedTo, [0]);
    });

    it('counts that life time from the start, not from the first answer of the device', async () => {
      const battery = new GuardedBattery({ registerKw: 80 }, { inheritedLifetimeMs: 5000 });
      await battery.cycle({}, 60_000);
      assert.deepEqual(battery.correctedTo, [0]);
    });

    it('reads the setpoint of a device without a single point for it where it is told', async () => {
      const setpoint = { value: -40, goodAt: Infinity, askedAt: Infinity };
      const battery = new GuardedBattery({ registerKw: 7 }, { setpointOnDevice: () => setpoint });
      await battery.cycle();
      assert.equal(battery.guard.standing?.kw, -40);
    });
  });

  describe('every cycle', () => {
    it('leaves a setpoint alone that is inside', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      for (let cycle = 0; cycle < 20; cycle++) await battery.cycle();
      assert.deepEqual(battery.corrections, []);
    });

    it('stops a discharge that reaches the SOC floor', async () => {
      const battery = new GuardedBattery();
      battery.command(-100);
      for (const soc of [5.2, 5.1, 5, 4.9]) await battery.cycle({ soc });
      assert.deepEqual(battery.corrections, [
        { targetKw: 0, constraint: 'soc_min', reason: 'SOC at minimum threshold (5.0%). Current: 5.0%' },
      ]);
    });

    it('reduces to the nearest value inside and does not raise it again', async () => {
      const battery = new GuardedBattery();
      battery.command(200);
      await battery.cycle({ cell_temp_max: 46 });
      await battery.cycle({ cell_temp_max: 30 });
      assert.deepEqual(battery.correctedTo, [125]);
      assert.equal(battery.guard.standing?.kw, 125);
    });

    it('tries again in the next cycle when the device did not take a correction', async () => {
      const battery = new GuardedBattery();
      battery.command(-100);
      battery.write = () => Promise.reject(new Error('timeout'));
      await battery.cycle({ soc: 4 });
      await battery.cycle({ soc: 4 });
      assert.deepEqual(battery.correctedTo, [0, 0]);
      assert.match(battery.logged.join('\n'), /correction failed: timeout/);
    });

    it('tries again even when the writer throws instead of rejecting', async () => {
      const battery = new GuardedBattery();
      battery.command(-100);
      const carryOut = battery.write;
      battery.write = () => {
        throw new Error('no such register');
      };
      await battery.cycle({ soc: 4 });
      battery.write = carryOut;
      await battery.cycle({ soc: 4 });
      assert.equal(battery.registerKw, 0);
    });

    it('tells its writer of every cycle in which nothing is owed', async () => {
      const battery = new GuardedBattery({ registerKw: 80 });
      await battery.cycle();
      await battery.cycle({ soc: 96 });
      await battery.cycle({ soc: 50 });
      assert.deepEqual([battery.corrections.length, battery.cyclesWithoutDebt], [1, 2]);
    });

    it('writes zero in every cycle in which the setpoint cannot be read, also when zero stands', async () => {
      const battery = new GuardedBattery();
      await battery.cycle();
      await battery.cycle({ setpoint: 'not implemented by the device' });
      await battery.cycle({ setpoint: 'not implemented by the device' });
      assert.deepEqual(battery.correctedTo, [0, 0]);
      await battery.cycle();
      assert.deepEqual(battery.correctedTo, [0, 0]);
    });

    it('owes one correction at a time', async () => {
      const battery = new GuardedBattery();
      battery.command(-100);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      battery.write = () => promise;
      for (let cycle = 0; cycle < 5; cycle++) await battery.cycle({ soc: 4 });
      assert.deepEqual(battery.correctedTo, [0]);
      resolve(undefined);
      await settled();
      await battery.cycle({ soc: 4 });
      assert.deepEqual(battery.correctedTo, [0, 0]);
    });

    it('owes nothing while nothing can be written, and judges anew when the device is back', async () => {
      const battery = new GuardedBattery();
      battery.command(-100);
      await battery.cycle();
      battery.image.get(battery.guard.device.deviceId)!.setConnected(false);
      battery.clock.advance(60_000);
      battery.guard.observe();
      await settled();
      assert.deepEqual(battery.correctedTo, []);
      await battery.cycle({ soc: 4 });
      assert.deepEqual(battery.correctedTo, [0]);
    });

    it('stops when the telemetry grows stale', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle();
      battery.clock.advance(10_001);
      battery.guard.observe();
      await settled();
      assert.deepEqual(
        battery.corrections.map(({ targetKw, constraint }) => [targetKw, constraint]),
        [[0, 'stale_telemetry']],
      );
    });

    it('takes back what somebody else wrote outside the envelope', async () => {
      const battery = new GuardedBattery();
      await battery.cycle({ soc: 4 });
      battery.registerKw = -150;
      await battery.cycle({ soc: 4 });
      assert.deepEqual(battery.correctedTo, [0]);
      assert.equal(battery.auditedKinds().filter((kind) => kind === 'setpoint_adopted').length, 2);
    });

    it('owes zero when it cannot judge, and says why', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle();
      breakImage(battery.image);
      battery.guard.observe();
      await settled();
      assert.deepEqual(battery.corrections, [
        { targetKw: 0, constraint: 'guard_failure', reason: 'The guard failed: the image is broken' },
      ]);
      assert.match(battery.logged[0] ?? '', /WLCE-BESS-01: The guard failed: the image is broken/);
      assert.throws(() => battery.guard.judge(10, client), /the image is broken/);
    });

    it('owes zero when it cannot judge, even when the log fails too', async () => {
      const fullDisk = () => {
        throw new Error('disk full');
      };
      const battery = new GuardedBattery({}, { log: fullDisk });
      battery.command(100);
      await battery.cycle();
      breakImage(battery.image);
      try {
        battery.guard.observe();
      } catch {
        // Whatever it throws, the zero is what counts.
      }
      assert.deepEqual(battery.correctedTo, [0]);
    });
  });

  describe('life time', () => {
    it('writes zero when a command has stood for its life time', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle({}, 299_999);
      assert.deepEqual(battery.correctedTo, []);
      await battery.cycle({}, 1);
      assert.deepEqual(
        battery.corrections.map(({ targetKw, constraint }) => [targetKw, constraint]),
        [[0, 'lifetime']],
      );
    });

    it('starts anew with every command', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle({}, 200_000);
      battery.command(100, 'command-2');
      await battery.cycle({}, 200_000);
      assert.deepEqual(battery.correctedTo, []);
    });

    it('is not prolonged by a correction', async () => {
      const battery = new GuardedBattery();
      battery.command(200);
      await battery.cycle({ cell_temp_max: 46 }, 200_000);
      assert.deepEqual(battery.correctedTo, [125]);
      await battery.cycle({}, 100_000);
      assert.deepEqual(battery.correctedTo, [125, 0]);
    });

    it('is not moved by a step of the wall clock', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      battery.clock.stepWall(86_400_000);
      await battery.cycle();
      assert.deepEqual(battery.correctedTo, []);
    });

    it('is not prolonged by the rounding of a reading', async () => {
      const battery = new GuardedBattery();
      battery.command(62.3);
      await battery.cycle({ setpoint: 623 * 0.1 }, 200_000);
      await battery.cycle({ setpoint: 623 * 0.1 }, 100_000);
      assert.deepEqual(battery.correctedTo, [0]);
      assert.ok(!battery.auditedKinds().includes('setpoint_adopted'));
    });
  });

  describe('a write that nobody can tell', () => {
    /** A battery at rest of which a write was lost; its register holds 100 kW or not. */
    async function inTheDark(registerKw: number): Promise<GuardedBattery> {
      const battery = new GuardedBattery();
      await battery.cycle();
      battery.clock.advance(5000);
      battery.registerKw = registerKw;
      battery.guard.noteDoubt('unanswered');
      return battery;
    }

    it('makes zero owed although zero stood before, until a zero is confirmed', async () => {
      const battery = await inTheDark(100);
      assert.equal(battery.guard.isAtZero, false);
      battery.guard.observe();
      await settled();
      assert.deepEqual(
        battery.corrections.map(({ targetKw, constraint, reason }) => [targetKw, constraint, reason]),
        [[0, 'invalid_telemetry', 'Nobody knows whether the device took the last write.']],
      );
      assert.equal(battery.guard.isAtZero, true);
      battery.guard.observe();
      assert.equal(battery.corrections.length, 1);
    });

    it('makes zero owed again when nobody can tell of that write either', async () => {
      const battery = await inTheDark(100);
      battery.write = () => {
        battery.guard.noteDoubt('unanswered');
        return Promise.resolve();
      };
      for (let cycle = 0; cycle < 3; cycle++) {
        battery.clock.advance(1000);
        battery.guard.observe();
        await settled();
      }
      assert.deepEqual(battery.correctedTo, [0, 0, 0]);
    });

    for (const registerKw of [0, 100]) {
      it(`is settled by a register that shows ${registerKw} kW`, async () => {
        const battery = await inTheDark(registerKw);
        await battery.cycle();
        assert.deepEqual(battery.correctedTo, []);
        assert.equal(battery.guard.standing?.kw, registerKw);
        assert.equal(battery.guard.isAtZero, registerKw === 0);
      });
    }

    it('is not settled by a reading that began before it ended', async () => {
      const battery = await inTheDark(100);
      battery.clock.advance(10);
      battery.poll({ setpoint: 0 }, 20);
      battery.guard.observe();
      await settled();
      assert.deepEqual(battery.correctedTo, [0]);
    });

    it('is settled by no reading when the device has contradicted itself, only by a write that it takes', async () => {
      const battery = new GuardedBattery();
      await battery.cycle();
      battery.registerKw = -160;
      battery.guard.noteDoubt('contradicted');
      battery.guard.noteDoubt('unanswered');
      battery.write = () => Promise.resolve();
      for (let cycle = 0; cycle < 2; cycle++) await battery.cycle({ setpoint: 0 });
      assert.deepEqual(
        battery.corrections.map(({ targetKw, reason }) => [targetKw, reason]),
        Array.from({ length: 2 }, () => [0, 'The device confirmed the last write and shows another setpoint.']),
      );
      battery.command(0);
      await battery.cycle();
      assert.equal(battery.corrections.length, 2);
    });

    it('waits for the connection', async () => {
      const battery = await inTheDark(100);
      const image = battery.image.get(battery.guard.device.deviceId)!;
      image.setConnected(false);
      battery.guard.observe();
      await settled();
      assert.deepEqual(battery.correctedTo, []);
      image.setConnected(true);
      battery.guard.observe();
      await settled();
      assert.deepEqual(battery.correctedTo, [0]);
    });
  });

  describe('adoption', () => {
    it('ignores a reading that began before the last write', async () => {
      const battery = new GuardedBattery();
      await battery.cycle();
      battery.clock.advance(1000);
      battery.command(100);
      battery.clock.advance(10);
      battery.poll({ setpoint: 0 }, 20);
      battery.guard.observe();
      assert.equal(battery.guard.standing?.kw, 100);
    });

    it('ignores such a reading also when a shorter cycle of another poll group came after it', async () => {
      const battery = new GuardedBattery();
      await battery.cycle();
      battery.clock.advance(1000);
      // A slow cycle reads the register as 0, then the command is written, then the slow cycle ends.
      battery.command(100);
      battery.clock.advance(10);
      battery.poll({ setpoint: 0 }, 500);
      answer(battery.image, battery.guard.device.deviceId, battery.clock, { soc: 50 }, 2);
      battery.guard.observe();
      assert.equal(battery.guard.standing?.kw, 100);
      await settled();
    });
  });

  describe('effect check', () => {
    /** A command of 100 kW; then the device settles for 5 s. */
    async function commanded(): Promise<GuardedBattery> {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle({ power: 0 }, 4000);
      return battery;
    }

    it('says that a command is not followed after three stray cycles, and audits that once', async () => {
      const battery = await commanded();
      const seen: boolean[] = [];
      for (let cycle = 0; cycle < 6; cycle++) {
        await battery.cycle({ power: 90 }, 2000);
        seen.push(battery.guard.notFollowed);
      }
      assert.deepEqual(seen, [false, false, true, true, true, true]);
      const notes = battery.audited.filter(({ kind }) => kind === 'dispatch_not_followed');
      assert.deepEqual(
        notes.map(({ targetKw, commandId, details }) => ({ targetKw, commandId, details })),
        [{ targetKw: 100, commandId: 'command-1', details: { measuredKw: 90, toleranceKw: 5 } }],
      );
    });

    it('gives the device its time to settle, and forgives single stray cycles', async () => {
      const battery = await commanded();
      for (let cycle = 0; cycle < 10; cycle++) {
        await battery.cycle({ power: 0 }, 2000);
        await battery.cycle({ power: 0 }, 2000);
        await battery.cycle({ power: 96 }, 2000);
      }
      assert.equal(battery.guard.notFollowed, false);
    });

    it('ends when the device follows, and starts anew with the next command', async () => {
      const battery = await commanded();
      for (let cycle = 0; cycle < 4; cycle++) await battery.cycle({ power: 0 }, 2000);
      assert.equal(battery.guard.notFollowed, true);
      battery.command(50, 'command-2');
      assert.equal(battery.guard.notFollowed, false);
      await battery.cycle({ power: 100 });
      assert.equal(battery.guard.notFollowed, false);
    });

    it('counts a reading once, however often the guard looks at it', async () => {
      const battery = await commanded();
      await battery.cycle({ power: 0 }, 2000);
      for (let look = 0; look < 5; look++) battery.guard.observe();
      assert.equal(battery.guard.notFollowed, false);
    });
  });

  describe('watchdog', () => {
    it('stops everything after two failures in a row, until it is served again', async () => {
      const battery = new GuardedBattery();
      battery.command(100);
      await battery.cycle();
      battery.guard.noteWatchdog(false);
      await battery.cycle();
      assert.deepEqual(battery.correctedTo, []);
      battery.guard.noteWatchdog(false);
      await battery.cycle();
      assert.deepEqual(
        battery.corrections.map(({ targetKw, constraint }) => [targetKw, constraint]),
        [[0, 'watchdog']],
      );
      battery.guard.noteWatchdog(true);
      assert.equal(battery.guard.judge(10, client).permitted, true);
    });
  });

  describe('latches', () => {
    it('are audited once, with the snapshot that set them', async () => {
      const battery = new GuardedBattery();
      for (const estop of [0, 1, 1, 0, 0]) {
        await battery.cycle({ estop });
        battery.guard.judge(10, client);
      }
      const set = battery.audited.filter(({ kind }) => kind === 'latch_set');
      assert.deepEqual(
        set.map(({ verdict }) => verdict),
        ['estop'],
      );
      assert.equal((JSON.parse(String(set[0]?.details['snapshot'])) as { estop: number }).estop, 1);
    });

    it('are audited with plain JSON', async () => {
      const battery = new GuardedBattery();
      await battery.cycle({ estop: 1 });
      const latch = battery.audited.find(({ kind }) => kind === 'latch_set');
      assert.deepEqual(JSON.parse(JSON.stringify(latch)), latch);
    });

    it('end by a release alone, which is refused while the cause stands', async () => {
      const battery = new GuardedBattery();
      await battery.cycle({ estop: 1 });
      assert.equal(battery.guard.release('estop'), 'cause_stands');
      await battery.cycle({ estop: 0 });
      assert.equal(battery.guard.judge(10, client).permitted, false);
      assert.equal(battery.guard.release('estop'), 'released');
      assert.equal(battery.guard.judge(10, client).permitted, true);
      assert.equal(battery.guard.release('estop'), 'not_latched');
    });

    it('are audited again when the cause comes back after a release', async () => {
      const battery = new GuardedBattery();
      await battery.cycle({ estop: 1 });
      await battery.cycle({ estop: 0 });
      battery.guard.release('estop');
      await battery.cycle({ estop: 1 });
      assert.equal(battery.auditedKinds().filter((kind) => kind === 'latch_set').length, 2);
    });

    it('let a battery back from critical SOC at a tenth of its power', async () => {
      const battery = new GuardedBattery();
      await battery.cycle({ soc: 1.5 });
      assert.equal(battery.guard.judge(10, client).permitted, false);
      assert.equal(battery.guard.release('soc_critical_low'), 'released');
      assert.equal(battery.guard.judge(25, client).permitted, true);
      assert.equal(battery.guard.judge(25.1, client).permitted, false);
      assert.equal(battery.guard.judge(-1, client).permitted, false);
      await battery.cycle({ soc: 4 });
      assert.equal(battery.guard.judge(100, client).permitted, true);
    });
  });

  describe('a device that fell silent', () => {
    const constraintAfter = async (ms: number, connected: boolean): Promise<string> => {
      const battery = new GuardedBattery();
      await battery.cycle();
      battery.image.get(battery.guard.device.deviceId)!.setConnected(connected);
      battery.clock.advance(ms);
      const verdict = battery.guard.judge(10, client);
      return verdict.permitted ? 'permitted' : verdict.constraint;
    };

    it('is refused as disconnected, however long ago it was heard', async () => {
      assert.equal(await constraintAfter(0, false), 'disconnected');
      assert.equal(await constraintAfter(60_000, false), 'disconnected');
    });

    it('is refused as stale while the connection stands', async () => {
      assert.equal(await constraintAfter(10_000, true), 'permitted');
      assert.equal(await constraintAfter(10_001, true), 'stale_telemetry');
    });
  });

  describe('command rate', () => {
    const limited = () => new GuardedBattery({ device: guardedDevice({ commandsPerMinute: 2 }) });

    it('counts what was written, not what was only asked for', async () => {
      const battery = limited();
      await battery.cycle();
      for (let ask = 0; ask < 5; ask++) assert.equal(battery.guard.judge(10, client).permitted, true);
      assert.equal(battery.guard.judgeAtWrite(10, client).permitted, true);
      assert.equal(battery.guard.judgeAtWrite(10, client).permitted, true);
      const third = battery.guard.judgeAtWrite(10, client);
      assert.ok(!third.permitted && third.constraint === 'command_rate');
      assert.deepEqual(battery.blocked, ['command_rate']);
    });

    it('does not count a stop', async () => {
      const battery = limited();
      await battery.cycle();
      for (let stop = 0; stop < 5; stop++) assert.equal(battery.guard.judgeAtWrite(0, client).permitted, true);
      assert.equal(battery.guard.judgeAtWrite(10, client).permitted, true);
    });

    it('cannot be evaded by a client without a key that changes its claimed source', async () => {
      const battery = limited();
      await battery.cycle();
      const outcomes = ['a', 'b', 'c'].map((source) =>
        battery.guard.judgeAtWrite(10, { keyId: null, source, via: 'http' }),
      );
      assert.equal(outcomes.filter(({ permitted }) => permitted).length, 2);
    });
  });

  it('judges on the newest telemetry in the moment of writing', async () => {
    const battery = new GuardedBattery();
    await battery.cycle({ soc: 20 });
    assert.equal(battery.guard.judge(-100, client).permitted, true);
    battery.poll({ soc: 4.8 });
    const verdict = battery.guard.judgeAtWrite(-100, client);
    assert.deepEqual(verdict, {
      permitted: false,
      constraint: 'soc_min',
      reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
    });
  });

  it('judges by the grid meter of the site', async () => {
    const device = guardedDevice({ gridImportKw: 300 });
    const battery = new GuardedBattery({ device }, { gridMeterId: 'WLCE-METER-01' });
    battery.image.add(new PointIndex('WLCE-METER-01', [pointOf('power', true)]));
    await battery.cycle();
    assert.equal(battery.guard.judge(10, client).permitted, false);
    answer(battery.image, 'WLCE-METER-01', battery.clock, { power: 250 });
    assert.equal(battery.guard.judge(50, client).permitted, true);
    assert.equal(battery.guard.judge(50.1, client).permitted, false);
  });
});

function breakImage(image: ProcessImage): void {
  image.get = () => {
    throw new Error('the image is broken');
  };
}
