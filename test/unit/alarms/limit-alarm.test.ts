import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  advanceLimits,
  initialLimitState,
  type LimitLevel,
  type LimitSettings,
  standingLevel,
} from '../../../nodes/alarms/limit-alarm.ts';

const level = (name: LimitLevel['level'], limit: number, delayMs = 0, priority: LimitLevel['priority'] = 'P2') => {
  return { level: name, limit, priority, delayMs, side: name.startsWith('H') ? 1 : -1 } as LimitLevel;
};

function settingsOf(changes: Partial<LimitSettings> = {}): LimitSettings {
  const levels = [level('HH', 38, 0, 'P1'), level('H', 35)];
  return { levels, deadband: 1, offDelayMs: 0, chatterCount: null, staleMs: 10_000, ...changes };
}

/** The standing level after each value, a second apart; a gap is a time in milliseconds. */
function levelsAfter(settings: LimitSettings, readings: readonly (number | { gap: number })[], standing = null) {
  let state = initialLimitState(settings, standing);
  let at = 0;
  const found: (string | null)[] = [];
  for (const reading of readings) {
    if (typeof reading !== 'number') at += reading.gap;
    else {
      at += 1000;
      state = advanceLimits(state, reading, at, settings);
      found.push(standingLevel(state, settings)?.level ?? null);
    }
  }
  return found;
}

describe('limit alarm', () => {
  const table: [
    title: string,
    settings: Partial<LimitSettings>,
    readings: (number | { gap: number })[],
    after: (string | null)[],
  ][] = [
    ['is raised strictly beyond the limit', {}, [35, 35.01], [null, 'H']],
    [
      'escalates and comes down again level by level',
      {},
      [36, 38.5, 37.5, 36.9, 34.1, 34],
      ['H', 'HH', 'HH', 'H', 'H', null],
    ],
    ['does not clear high while high-high is not passed', {}, [36, 36, 36], ['H', 'H', 'H']],
    ['jumps to the most severe level at once', {}, [50], ['HH']],
    [
      'mirrors low limits',
      { levels: [level('LL', 40, 0, 'P1'), level('L', 65)] },
      [65, 64, 65.9, 66, 39, 41.1, 66],
      [null, 'L', 'L', null, 'LL', 'L', null],
    ],
    ['has its deadband inside a negative limit', { levels: [level('H', -10)] }, [-9, -10.5, -11], ['H', 'H', null]],
    ['has a deadband at a limit of zero', { levels: [level('L', 0)] }, [-0.1, 0.5, 1], ['L', 'L', null]],
    ['needs no deadband', { levels: [level('H', 0.5)], deadband: 0 }, [1, 0.5, 1, 0], ['H', null, 'H', null]],
    [
      'waits for its delay without a break',
      { levels: [level('H', 35, 3000)] },
      [36, 36, 34, 36, 36, 36, 36],
      [null, null, null, null, null, null, 'H'],
    ],
    [
      'waits for the off-delay without a break',
      { levels: [level('H', 35)], offDelayMs: 2000 },
      [36, 33, 33, 36, 33, 33, 33],
      ['H', 'H', 'H', 'H', 'H', 'H', null],
    ],
    [
      'begins to wait anew after a silence',
      { levels: [level('H', 35, 3000)] },
      [36, 36, { gap: 20_000 }, 36, 36, 36, 36],
      [null, null, null, null, null, 'H'],
    ],
    ['stands over a silence', {}, [36, { gap: 60_000 }, 36], ['H', 'H']],
    [
      'goes from high-high to high without the delay of high',
      { levels: [level('HH', 38, 1000, 'P1'), level('H', 35, 60_000)] },
      [39, 39, 36, 36],
      [null, 'HH', 'H', 'H'],
    ],
    [
      'leaves the high side at once when the low side is passed',
      { levels: [level('H', 35), level('L', 10)], offDelayMs: 60_000 },
      [36, 5],
      ['H', 'L'],
    ],
    [
      'does not wait once it was passed more often than the chatter count within the delay',
      { levels: [level('H', 35, 10_000)], chatterCount: 2 },
      [36, 34, 36, 34, 36, 34],
      [null, null, null, null, 'H', null],
    ],
  ];
  for (const [title, settings, readings, after] of table) {
    it(title, () => assert.deepEqual(levelsAfter(settingsOf(settings), readings), after));
  }

  it('goes on at the level at which the alarm stood', () => {
    const settings = settingsOf();
    const restored = (value: number, standing: 'HH' | 'H' | null) =>
      standingLevel(advanceLimits(initialLimitState(settings, standing), value, 0, settings), settings)?.level ?? null;
    assert.deepEqual(
      [restored(34.5, 'H'), restored(34.5, null), restored(37.5, 'HH'), restored(36.5, 'HH'), restored(34, 'HH')],
      ['H', null, 'HH', 'H', null],
    );
  });

  it('never stands at a value that is back inside, and always at one that has been beyond for its delay', () => {
    const values = fc.array(fc.double({ min: 20, max: 50, noNaN: true }), { maxLength: 60 });
    const delays = fc.record({ delayMs: fc.constantFrom(0, 2000, 5000), offDelayMs: fc.constantFrom(0, 3000) });
    fc.assert(
      fc.property(values, delays, (readings, { delayMs, offDelayMs }) => {
        const settings = settingsOf({ levels: [level('H', 35, delayMs)], offDelayMs });
        const after = levelsAfter(settings, readings);
        const heldFor = (position: number, holds: (value: number) => boolean, ms: number): boolean => {
          const first = position - ms / 1000;
          return first >= 0 && readings.slice(first, position + 1).every(holds);
        };
        for (const [position] of readings.entries()) {
          if (heldFor(position, (value) => value > 35, delayMs)) assert.equal(after[position], 'H');
          if (heldFor(position, (value) => value <= 34, offDelayMs)) assert.equal(after[position], null);
        }
      }),
    );
  });

  it('raises a chain of rising levels at most once each', () => {
    const rising = fc.array(fc.double({ min: 30, max: 45, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rising, (readings) => {
        const after = levelsAfter(
          settingsOf(),
          [...readings].sort((a, b) => a - b),
        );
        const changes = after.filter((one, position) => one !== (after[position - 1] ?? null));
        assert.ok(changes.length <= 2, changes.join(' '));
      }),
    );
  });
});
