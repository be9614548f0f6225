import assert from 'node:assert/strict';
import fc from 'fast-check';
import { floodSince } from '../../../nodes/alarms/flood.ts';

const minuteMs = 60_000;
const every = (count: number, ms: number, from = 0): number[] => Array.from({ length: count }, (_, n) => from + n * ms);

/** Second by second, as the definition reads. */
function floodBySeconds(raisedAt: readonly number[], now: number): number | null {
  let since: number | null = null;
  for (let second = 0; second * 1000 <= now; second++) {
    const at = second * 1000;
    const held = raisedAt.filter((raised) => raised <= at && raised > at - 10 * minuteMs).length;
    if (since === null && held > 10) since = at;
    else if (since !== null && held < 5) since = null;
  }
  return since;
}

describe('alarm flood', () => {
  const table: [title: string, raisedAt: number[], now: number, since: number | null][] = [
    ['is none without alarms', [], 0, null],
    ['is none at ten in ten minutes', every(10, 1000), 10_000, null],
    ['begins with the eleventh', every(11, 1000), 10_000, 10_000],
    ['goes on while five are in the window', every(11, 1000), 10 * minuteMs + 5999, 10_000],
    ['ends when fewer are', every(11, 1000), 10 * minuteMs + 6000, null],
    ['begins anew', [...every(11, 1000), ...every(11, 1000, 60 * minuteMs)], 61 * minuteMs, 60 * minuteMs + 10_000],
    ['does not know what comes later', every(11, 1000), 9000, null],
  ];
  for (const [title, raisedAt, now, since] of table) {
    it(title, () => assert.equal(floodSince(raisedAt.toReversed(), now), since));
  }

  it('agrees with the definition at every second', () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 2400 }), { maxLength: 60 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 3000 }), (raised, now) => {
        const raisedAt = raised.map((second) => second * 1000).sort((a, b) => a - b);
        assert.equal(floodSince(raisedAt, now * 1000), floodBySeconds(raisedAt, now * 1000));
      }),
      { numRuns: 60 },
    );
  });
});
