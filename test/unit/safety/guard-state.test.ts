import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advance, type GuardState, initialState, release } from '../../../nodes/safety/guard-state.ts';
import type { Snapshot } from '../../../nodes/safety/snapshot.ts';
import { guardedDevice, snapshotOf } from './fixtures.ts';

const device = guardedDevice({ cellVoltageMaxV: 3.65, cellVoltageMinV: 2.8 });

/** The guard's memory after these snapshots, from the first on. */
function after(history: readonly Partial<Snapshot>[], from: GuardState = initialState): GuardState {
  return history.reduce((state, changes) => advance(state, snapshotOf(changes), device), from);
}

function released(outcome: ReturnType<typeof release>): GuardState {
  if (typeof outcome === 'string') assert.fail(`refused: ${outcome}`);
  return outcome;
}

describe('guard state', () => {
  describe('latches', () => {
    const table: readonly [latch: string, sets: Partial<Snapshot>, doesNot: Partial<Snapshot>][] = [
      ['estop', { estop: 1 }, { estop: 0 }],
      ['temp_critical_high', { cellTempMaxC: 60.1 }, { cellTempMaxC: 60 }],
      ['temp_critical_low', { cellTempMinC: -20.1 }, { cellTempMinC: -20 }],
      ['soc_critical_low', { socPct: 1.9 }, { socPct: 2 }],
      ['soc_critical_high', { socPct: 98.1 }, { socPct: 98 }],
    ];
    for (const [latch, sets, doesNot] of table) {
      it(`${latch} by ${JSON.stringify(sets)}, kept while all is well again`, () => {
        assert.deepEqual([...after([sets]).latched], [latch]);
        assert.deepEqual([...after([sets, {}, {}]).latched], [latch]);
      });
      it(`${latch} not by ${JSON.stringify(doesNot)}`, () => {
        assert.deepEqual([...after([doesNot]).latched], []);
      });
    }

    it('none by a value that is missing or not finite', () => {
      for (const tag of [null, undefined, NaN, Infinity, -Infinity]) {
        const silent = { estop: tag, cellTempMaxC: tag, cellTempMinC: tag, socPct: tag };
        assert.equal(after([silent]).latched.size, 0, String(tag));
      }
    });
  });

  describe('release', () => {
    it('is refused for what is not latched', () => {
      assert.equal(release(initialState, 'estop', snapshotOf()), 'not_latched');
    });

    const causes: readonly [
      latch: 'estop' | 'temp_critical_high' | 'temp_critical_low',
      cause: Partial<Snapshot>,
      tag: keyof Snapshot,
    ][] = [
      ['estop', { estop: 1 }, 'estop'],
      ['temp_critical_high', { cellTempMaxC: 61 }, 'cellTempMaxC'],
      ['temp_critical_low', { cellTempMinC: -21 }, 'cellTempMinC'],
    ];
    for (const [latch, cause, tag] of causes) {
      it(`of ${latch} is refused while the cause stands or cannot be measured, and granted when it is gone`, () => {
        const latched = after([cause]);
        assert.equal(release(latched, latch, snapshotOf(cause)), 'cause_stands');
        for (const silent of [null, undefined, NaN]) {
          assert.equal(release(latched, latch, snapshotOf({ [tag]: silent })), 'cause_stands', String(silent));
        }
        const free = released(release(latched, latch, snapshotOf()));
        assert.deepEqual([...free.latched, ...free.recovering], []);
      });
    }

    it('leaves other latches alone', () => {
      const both = after([{ estop: 1, cellTempMaxC: 61 }]);
      assert.deepEqual([...released(release(both, 'estop', snapshotOf())).latched], ['temp_critical_high']);
    });

    it('latches anew when the cause comes back', () => {
      const free = released(release(after([{ estop: 1 }]), 'estop', snapshotOf()));
      assert.deepEqual([...after([{ estop: 1 }], free).latched], ['estop']);
    });

    const recoveries: readonly [latch: 'soc_critical_low' | 'soc_critical_high', beyond: number, inside: number][] = [
      ['soc_critical_low', 1.5, 4],
      ['soc_critical_high', 98.5, 96],
    ];
    for (const [latch, beyond, inside] of recoveries) {
      it(`of ${latch} is granted while it stands, and recovers until SOC is ${inside} %`, () => {
        const recovering = released(release(after([{ socPct: beyond }]), latch, snapshotOf({ socPct: beyond })));
        const step = inside > 50 ? 0.1 : -0.1;
        const still = after([{ socPct: beyond }, { socPct: inside + step }, { socPct: null }], recovering);
        assert.deepEqual([[...still.latched], [...still.recovering]], [[], [latch]]);
        const done = after([{ socPct: inside }], still);
        assert.deepEqual([[...done.latched], [...done.recovering]], [[], []]);
        assert.deepEqual([...after([{ socPct: beyond }], done).latched], [latch], 'a second time latches again');
      });
    }
  });

  describe('hysteresis', () => {
    const table: readonly [held: keyof GuardState, tag: keyof Snapshot, steps: readonly [number, boolean][]][] = [
      [
        'socFloorHeld',
        'socPct',
        [
          [5.1, false],
          [5, true],
          [6.9, true],
          [7, false],
          [5.1, false],
        ],
      ],
      [
        'socCeilingHeld',
        'socPct',
        [
          [94.9, false],
          [95, true],
          [93.1, true],
          [93, false],
          [94.9, false],
        ],
      ],
      [
        'cellHighHeld',
        'cellVoltageMaxV',
        [
          [3.649, false],
          [3.65, true],
          [3.601, true],
          [3.599, false],
        ],
      ],
      [
        'cellLowHeld',
        'cellVoltageMinV',
        [
          [2.801, false],
          [2.8, true],
          [2.849, true],
          [2.851, false],
        ],
      ],
    ];
    for (const [held, tag, steps] of table) {
      it(`${held} along ${steps.map(([value]) => value).join(', ')}`, () => {
        let state = initialState;
        for (const [value, expected] of steps) {
          state = after([{ [tag]: value }], state);
          assert.equal(state[held], expected, `${tag} ${value}`);
        }
      });
      it(`${held} is not moved by an unknown value`, () => {
        const [beyond] = steps.find(([, expected]) => expected)!;
        for (const silent of [null, NaN]) {
          assert.equal(after([{ [tag]: silent }])[held], false);
          assert.equal(after([{ [tag]: beyond }, { [tag]: silent }])[held], true);
        }
      });
    }

    it('does not hold a cell voltage that has no limit', () => {
      const state = advance(initialState, snapshotOf({ cellVoltageMaxV: 9, cellVoltageMinV: 0 }), guardedDevice());
      assert.deepEqual([state.cellHighHeld, state.cellLowHeld], [false, false]);
    });

    it('blocks and releases at most once while SOC crosses the floor with a noise of ±0.3 points', () => {
      const noise = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 200, maxLength: 200 });
      fc.assert(
        fc.property(noise, (noise) => {
          // Down through the floor (5 %) and up through its release (7 %), once.
          const path = noise.map((error, step) => 5 + 4 * Math.abs(step / 100 - 1) - 1 + error);
          const held = path.reduce<GuardState[]>(
            (states, socPct) => [...states, after([{ socPct }], states.at(-1) ?? initialState)],
            [],
          );
          const changes = held.filter((state, step) => step > 0 && state.socFloorHeld !== held[step - 1]?.socFloorHeld);
          assert.deepEqual(
            changes.map(({ socFloorHeld }) => socFloorHeld),
            [true, false],
          );
        }),
        { numRuns: 200 },
      );
    });
  });

  it('never changes the state that it was given', () => {
    const before = after([{ socPct: 1 }]);
    const copy = structuredClone(before);
    advance(before, snapshotOf({ estop: 1, socPct: 99 }), device);
    release(before, 'soc_critical_low', snapshotOf());
    assert.deepEqual(before, copy);
  });
});
