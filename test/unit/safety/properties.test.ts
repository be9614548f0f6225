import assert from 'node:assert/strict';
import fc from 'fast-check';
import { constraints, type Envelope, envelopeOf } from '../../../nodes/safety/envelope.ts';
import {
  advance,
  type GuardState,
  initialState,
  type LatchingConstraint,
  latchingConstraints,
} from '../../../nodes/safety/guard-state.ts';
import { judgeCommand } from '../../../nodes/safety/judge-command.ts';
import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Snapshot, Tag } from '../../../nodes/safety/snapshot.ts';
import { superviseStanding } from '../../../nodes/safety/supervise.ts';
import type { SafetyModel } from '../../../nodes/site/index.ts';
import { guardedDevice, snapshotOf } from './fixtures.ts';

// The numbers are those of the list of properties in the safety specification.

const numRuns = 1000;
const device: GuardedDevice = guardedDevice({
  cellVoltageMinV: 2.8,
  cellVoltageMaxV: 3.65,
  frequencyHz: [47.5, 51.5],
  gridVoltageV: [340, 460],
  gridImportKw: 400,
  gridExportKw: 300,
  rampKwPerMinute: 200,
} satisfies Partial<SafetyModel>);

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const kilowatts = number(-400, 400);

/** Mostly good, so that one bad value is often the only one. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: bad });

const believable = fc.record({
  ageMs: mostly(number(0, 10_000), number(0, 12_000)),
  heartbeatUnchanged: mostly(fc.nat(2), fc.nat(4)),
  socPct: number(0, 100),
  powerKw: number(-250, 250),
  cellTempMaxC: mostly(number(20, 55), number(20, 70)),
  cellTempMinC: mostly(number(-5, 20), number(-25, 20)),
  cellVoltageMaxV: number(3.3, 3.7),
  cellVoltageMinV: number(2.7, 3.3),
  chargeLimitKw: number(0, 300),
  dischargeLimitKw: number(0, 300),
  gridPowerKw: number(-400, 500),
  frequencyHz: mostly(number(47.5, 51.5), number(47, 52)),
  gridVoltageV: mostly(number(340, 460), number(330, 470)),
  watchdogFailures: mostly(fc.nat(1), fc.nat(3)),
});

const believableSnapshot: fc.Arbitrary<Snapshot> = believable.map((tags) => snapshotOf(tags));

const memory: fc.Arbitrary<GuardState> = fc
  .tuple(
    mostly(fc.constant<LatchingConstraint[]>([]), fc.subarray([...latchingConstraints])),
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  )
  .map(([latched, [socFloorHeld = false, socCeilingHeld = false, cellHighHeld = false, cellLowHeld = false]]) => ({
    ...initialState,
    latched: new Set(latched),
    socFloorHeld,
    socCeilingHeld,
    cellHighHeld,
    cellLowHeld,
  }));

/** What a guard with this memory allows when it sees this. */
function allowed(snapshot: Snapshot, before: GuardState = initialState): Envelope {
  return envelopeOf(snapshot, advance(before, snapshot, device), device);
}

const quiet = { standingKw: 0, sinceChangeMs: Infinity, commandsLastMinute: 0 };

describe('properties of the guard', () => {
  describe('2: telemetry that worsens in one coordinate never opens a side', () => {
    type Side = 'charge' | 'discharge';
    const worse: readonly [what: string, tag: keyof Snapshot, by: number, sides: readonly Side[]][] = [
      ['lower SOC', 'socPct', -1, ['discharge']],
      ['higher SOC', 'socPct', 1, ['charge']],
      ['hotter cells', 'cellTempMaxC', 1, ['charge', 'discharge']],
      ['colder cells', 'cellTempMinC', -1, ['charge', 'discharge']],
      ['older telemetry', 'ageMs', 1000, ['charge', 'discharge']],
      ['a longer silent heartbeat', 'heartbeatUnchanged', 1, ['charge', 'discharge']],
      ['more watchdog failures', 'watchdogFailures', 1, ['charge', 'discharge']],
      ['a fuller cell', 'cellVoltageMaxV', 0.01, ['charge']],
      ['an emptier cell', 'cellVoltageMinV', -0.01, ['discharge']],
      ['a lower charge limit', 'chargeLimitKw', -1, ['charge']],
      ['a lower discharge limit', 'dischargeLimitKw', -1, ['discharge']],
      ['more import', 'gridPowerKw', 1, ['charge']],
      ['more export', 'gridPowerKw', -1, ['discharge']],
    ];
    for (const [what, tag, by, sides] of worse) {
      it(`${what}: ${sides.join(' and ')}`, () => {
        fc.assert(
          fc.property(believableSnapshot, memory, number(0, 30), (snapshot, before, amount) => {
            // Leaving one critical SOC may open what going on to the other closes.
            fc.pre(tag !== 'socPct' || (by < 0 ? Number(snapshot.socPct) <= 98 : Number(snapshot.socPct) >= 2));
            const steps = tag === 'heartbeatUnchanged' || tag === 'watchdogFailures' ? Math.floor(amount) : amount;
            const worsened = { ...snapshot, [tag]: (snapshot[tag] as number) + by * steps };
            const [was, is] = [allowed(snapshot, before), allowed(worsened, before)];
            if (sides.includes('charge')) assert.ok(is.maxKw <= was.maxKw, `charge ${was.maxKw} → ${is.maxKw}`);
            if (sides.includes('discharge')) assert.ok(is.minKw >= was.minKw, `discharge ${was.minKw} → ${is.minKw}`);
          }),
          { numRuns },
        );
      });
    }
  });

  describe('3: what is not a reading never lets power through', () => {
    const required = ['socPct', 'powerKw', 'cellTempMaxC', 'cellTempMinC', 'statusCode'] as const;
    const optional = [
      'estop',
      'gridFault',
      'frequencyHz',
      'gridVoltageV',
      'cellVoltageMaxV',
      'cellVoltageMinV',
      'chargeLimitKw',
      'dischargeLimitKw',
      'gridPowerKw',
    ] as const;
    const broken = fc.constantFrom<Tag>(null, NaN, Infinity, -Infinity);
    const healthy = snapshotOf({
      frequencyHz: 50,
      gridVoltageV: 400,
      cellVoltageMaxV: 3.4,
      cellVoltageMinV: 3.2,
      chargeLimitKw: 250,
      dischargeLimitKw: 250,
      gridPowerKw: 0,
    });

    it('in a required tag: neither charge nor discharge', () => {
      assert.deepEqual(Object.values(allowed(healthy)).slice(0, 2), [-250, 250], 'else this proves nothing');
      fc.assert(
        fc.property(
          fc.constantFrom(...required),
          fc.option(broken, { nil: undefined }),
          kilowatts,
          (tag, value, kw) => {
            const envelope = allowed({ ...healthy, [tag]: value });
            assert.deepEqual([envelope.minKw, envelope.maxKw], [0, 0]);
            assert.equal(judgeCommand(kw, envelope, device, quiet).permitted, kw === 0);
          },
        ),
        { numRuns },
      );
    });

    it('in any other tag: not on the sides that it limits', () => {
      const limits: Partial<Record<(typeof optional)[number], 'charge' | 'discharge'>> = {
        cellVoltageMaxV: 'charge',
        chargeLimitKw: 'charge',
        cellVoltageMinV: 'discharge',
        dischargeLimitKw: 'discharge',
      };
      fc.assert(
        fc.property(fc.constantFrom(...optional), broken, (tag, value) => {
          const { minKw, maxKw } = allowed({ ...healthy, [tag]: value });
          if (limits[tag] !== 'discharge') assert.equal(maxKw, 0);
          if (limits[tag] !== 'charge') assert.equal(minKw, 0);
        }),
      );
    });

    it('in a tag, even a subnormal or a huge one, never widens the range', () => {
      const wild = fc.constantFrom<Tag>(-0, 5e-324, -5e-324, 1e308, -1e308);
      fc.assert(
        fc.property(fc.constantFrom(...required, ...optional), wild, (tag, value) => {
          const { minKw, maxKw } = allowed({ ...healthy, [tag]: value });
          assert.ok(minKw >= -250 && minKw <= 0 && maxKw >= 0 && maxKw <= 250);
        }),
      );
    });

    it('in the target: refused as not finite', () => {
      const target = fc
        .anything({ withBigInt: true, withDate: true, withMap: true })
        .filter((it) => typeof it !== 'number');
      fc.assert(
        fc.property(target, (target) => {
          const verdict = judgeCommand(target, allowed(healthy), device, quiet);
          assert.ok(!verdict.permitted && verdict.constraint === 'not_finite');
        }),
        { numRuns },
      );
    });

    it('in the target: a huge number is refused, a subnormal one moves nothing', () => {
      for (const target of [1e308, -1e308, Number.MAX_VALUE]) {
        assert.equal(judgeCommand(target, allowed(healthy), device, quiet).permitted, false);
      }
      for (const target of [5e-324, -5e-324]) assert.equal(device.onWire(target), 0);
    });
  });

  it('4: zero is accepted whenever connected, and its register value is zero', () => {
    fc.assert(
      fc.property(
        believableSnapshot,
        memory,
        fc.nat(500),
        kilowatts,
        (snapshot, before, commandsLastMinute, standingKw) => {
          const context = { standingKw, sinceChangeMs: 0, commandsLastMinute };
          const verdict = judgeCommand(-0, allowed(snapshot, before), device, context);
          assert.ok(verdict.permitted && Object.is(device.onWire(verdict.targetKw), 0));
          const cut = judgeCommand(0, allowed({ ...snapshot, connected: false }, before), device, context);
          assert.ok(!cut.permitted && cut.constraint === 'disconnected');
        },
      ),
      { numRuns },
    );
  });

  it('8: noise of ±0.3 points around the floor opens and closes the discharge side once', () => {
    const noise = fc.array(number(-0.3, 0.3), { minLength: 100, maxLength: 100 });
    fc.assert(
      fc.property(noise, (noise) => {
        let state = initialState;
        const open = noise.map((error) => {
          const snapshot = snapshotOf({ socPct: 5.1 + error });
          state = advance(state, snapshot, device);
          return envelopeOf(snapshot, state, device).minKw < 0;
        });
        const changes = open.filter((now, step) => step > 0 && now !== open[step - 1]).length;
        assert.ok(changes <= 1, `${changes} changes`);
      }),
      { numRuns: 300 },
    );
  });

  it('9: every refusal names a rule of the list, and gives the value and the limit wherever there are two', () => {
    const worded = ['estop', 'disconnected', 'ids_alert', 'invalid_telemetry', 'not_finite'];
    fc.assert(
      fc.property(believableSnapshot, kilowatts, fc.nat(80), (snapshot, target, commandsLastMinute) => {
        const context = { standingKw: 0, sinceChangeMs: 20_000, commandsLastMinute };
        const verdict = judgeCommand(target, allowed(snapshot), device, context);
        if (verdict.permitted) return;
        assert.ok(constraints.includes(verdict.constraint));
        if (worded.includes(verdict.constraint)) return;
        assert.match(verdict.reason, /\(.*\d.*\)/, 'the limit');
        assert.match(verdict.reason, /(Current|Requested|Current grid power|Current age of \w+): -?\d/, 'the value');
      }),
      { numRuns },
    );
  });

  it('10: a restart never leaves more power standing than there was', () => {
    fc.assert(
      fc.property(believableSnapshot, memory, kilowatts, (snapshot, { latched }, adoptedKw) => {
        const restarted = allowed(snapshot, { ...initialState, latched });
        const correction = superviseStanding(restarted, { kw: adoptedKw, expired: false }, device.stepKw);
        const standsKw = correction?.targetKw ?? adoptedKw;
        assert.ok(Math.abs(standsKw) <= Math.abs(adoptedKw) + 1e-8);
        assert.ok(standsKw * adoptedKw >= 0);
      }),
      { numRuns },
    );
  });
});
