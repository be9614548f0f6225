import assert from 'node:assert/strict';
import { envelopeOf } from '../../../nodes/safety/envelope.ts';
import { initialState } from '../../../nodes/safety/guard-state.ts';
import { type CommandContext, judgeCommand, type Verdict } from '../../../nodes/safety/judge-command.ts';
import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Snapshot } from '../../../nodes/safety/snapshot.ts';
import { guardedDevice, int16Register, snapshotOf } from './fixtures.ts';

const quiet: CommandContext = { standingKw: 0, sinceChangeMs: 600_000, commandsLastMinute: 0 };

function judge(
  target: unknown,
  when: Partial<Snapshot> = {},
  device: GuardedDevice = guardedDevice(),
  context: Partial<CommandContext> = {},
): Verdict {
  return judgeCommand(target, envelopeOf(snapshotOf(when), initialState, device), device, { ...quiet, ...context });
}

/** The constraint that a verdict names, or null when it permits. */
const named = (verdict: Verdict) => (verdict.permitted ? null : verdict.constraint);

describe('judging a command', () => {
  it('permits what is inside', () => {
    assert.deepEqual(judge(100), { permitted: true, targetKw: 100 });
    assert.deepEqual(judge(-250), { permitted: true, targetKw: -250 });
  });

  it('refuses a discharge below the SOC floor with the documented body', () => {
    assert.deepEqual(judge(-100, { socPct: 4.8 }), {
      permitted: false,
      constraint: 'soc_min',
      reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
    });
    assert.deepEqual(judge(100, { socPct: 4.8 }), { permitted: true, targetKw: 100 });
  });

  it('names what was requested when power is the limit', () => {
    assert.deepEqual(judge(300), {
      permitted: false,
      constraint: 'power_limit',
      reason: 'Power outside the limits (250.0 kW discharge, 250.0 kW charge). Requested: 300.0 kW',
    });
  });

  describe('refuses as not finite', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const targets: readonly [what: string, target: unknown, shown?: string][] = [
      ['NaN', NaN, 'NaN'],
      ['Infinity', Infinity, 'Infinity'],
      ['-Infinity', -Infinity, '-Infinity'],
      ['a number in a string', '100', '"100"'],
      ['an empty string', '', '""'],
      ['true', true, 'true'],
      ['null', null, 'null'],
      ['a missing target', undefined, 'missing'],
      ['an array', [100], '[100]'],
      ['an object', { valueOf: 100 }],
      ['a number object', Object(100)],
      ['a symbol', Symbol('100')],
      ['a function', () => 100],
      ['a bigint', 100n],
      ['an object that holds itself', circular],
    ];
    for (const [what, target, shown] of targets) {
      it(what, () => {
        const verdict = judge(target);
        assert.equal(named(verdict), 'not_finite');
        if (shown === undefined || verdict.permitted) return;
        assert.equal(verdict.reason, `target_kw must be a finite number. Current: ${shown}`);
      });
    }
  });

  describe('zero', () => {
    const worst: Partial<Snapshot> = { estop: 1, ageMs: Infinity, socPct: null, cellTempMaxC: 90, watchdogFailures: 9 };

    it('is permitted whatever is wrong, as a plain zero', () => {
      for (const zero of [0, -0]) {
        const verdict = judge(zero, worst, guardedDevice(), {
          commandsLastMinute: 1e9,
          sinceChangeMs: 0,
          standingKw: 250,
        });
        assert.ok(verdict.permitted && Object.is(verdict.targetKw, 0));
      }
    });

    it('is refused without a connection', () => {
      assert.equal(named(judge(0, { connected: false })), 'disconnected');
    });
  });

  describe('the power that the register would hold', () => {
    it('must be inside too', () => {
      // 62.46 kW is inside a limit of 62.48 kW, but the register would hold 62.5 kW.
      assert.equal(named(judge(62.44, { chargeLimitKw: 62.48 })), null);
      assert.equal(named(judge(62.46, { chargeLimitKw: 62.48 })), 'power_limit');
      assert.equal(named(judge(-62.46, { dischargeLimitKw: 62.48 })), 'power_limit');
    });

    it('does not save a target that is outside', () => {
      assert.equal(named(judge(62.52, { chargeLimitKw: 62.5 })), 'power_limit');
    });

    it('must fit the register', () => {
      const big = guardedDevice({}, { ratedChargeKw: 4000, capacityKwh: 8000 });
      assert.equal(named(judge(3276.7, {}, big)), null);
      assert.deepEqual(judge(3276.8, {}, big), {
        permitted: false,
        constraint: 'register_range',
        reason: 'Setpoint outside the register (±3276.7000000000003 kW). Requested: 3276.8 kW',
      });
    });

    it('must not differ from the target by more than half a step', () => {
      const clamping = guardedDevice({}, { onWire: (targetKw) => Math.min(50, targetKw) });
      assert.equal(named(judge(100, {}, clamping)), 'register_range');
      assert.equal(named(judge(50, {}, clamping)), null);
    });

    it('refuses when the register cannot tell', () => {
      assert.notEqual(named(judge(100, {}, guardedDevice({}, { onWire: () => NaN }))), null);
    });
  });

  describe('ramp', () => {
    const ramped = guardedDevice({ rampKwPerMinute: 60 });
    const table: readonly [from: number | null, to: number, sinceMs: number, refused: boolean][] = [
      [0, 60, 60_000, false],
      [0, 60.1, 60_000, true],
      [0, 60.1, 3_600_000, true],
      [0, 10, 10_000, false],
      [0, 10.1, 10_000, true],
      [0, 0.1, 0, true],
      [0, 30, -5000, true],
      [0, 30, NaN, true],
      [100, 130, 30_000, false],
      [100, 130.1, 30_000, true],
      [200, 50, 0, false],
      [-200, -50, 0, false],
      [100, 100, 0, false],
      [-200, -230.1, 30_000, true],
      [40, -10, 0, true],
      [40, -10, 60_000, false],
      [null, 60, Infinity, false],
      [null, 60.1, Infinity, true],
    ];
    for (const [standingKw, target, sinceChangeMs, refused] of table) {
      it(`${refused ? 'refuses' : 'permits'} ${target} kW after ${standingKw} kW for ${sinceChangeMs} ms`, () => {
        assert.equal(named(judge(target, {}, ramped, { standingKw, sinceChangeMs })), refused ? 'ramp_rate' : null);
      });
    }

    it('says from where, the limit and what was requested', () => {
      const verdict = judge(80, {}, ramped, { standingKw: 20, sinceChangeMs: 30_000 });
      assert.deepEqual(verdict, {
        permitted: false,
        constraint: 'ramp_rate',
        reason: 'Change from 20.0 kW above the ramp limit (60.0 kW per minute, 30.0 kW now). Requested: 80.0 kW',
      });
    });
  });

  describe('command rate', () => {
    it('permits until the limit is reached', () => {
      assert.equal(named(judge(10, {}, guardedDevice(), { commandsLastMinute: 59 })), null);
      assert.deepEqual(judge(10, {}, guardedDevice(), { commandsLastMinute: 60 }), {
        permitted: false,
        constraint: 'command_rate',
        reason: 'Commands per minute at the limit (60). Current: 60',
      });
      assert.equal(named(judge(10, {}, guardedDevice(), { commandsLastMinute: NaN })), 'command_rate');
    });
  });

  describe('the first broken rule in the fixed order names the refusal', () => {
    const busy: Partial<CommandContext> = { commandsLastMinute: 60, sinceChangeMs: 0 };
    const device = guardedDevice(
      { rampKwPerMinute: 60 },
      { onWire: (kw) => (Math.abs(kw) < 240 ? int16Register(0.1)(kw) : { misfit: 'does not fit' }) },
    );
    const table: readonly [
      expected: string,
      target: unknown,
      when: Partial<Snapshot>,
      context: Partial<CommandContext>,
    ][] = [
      ['not_finite', NaN, { connected: false }, busy],
      ['estop', 300, { estop: 1, connected: false }, busy],
      ['disconnected', 300, { connected: false, ageMs: Infinity }, busy],
      ['soc_max', 300, { socPct: 96, chargeLimitKw: 10 }, busy],
      ['power_limit', 300, { watchdogFailures: 2, chargeLimitKw: 10 }, busy],
      ['ramp_rate', 245, { watchdogFailures: 2 }, busy],
      ['command_rate', 245, { watchdogFailures: 2 }, { ...busy, standingKw: 245 }],
      ['register_range', 245, { watchdogFailures: 2 }, { standingKw: 245 }],
      ['watchdog', 200, { watchdogFailures: 2 }, { standingKw: 245 }],
    ];
    for (const [expected, target, when, context] of table) {
      it(expected, () => {
        assert.equal(named(judge(target, when, device, context)), expected);
      });
    }
  });
});
