import assert from 'node:assert/strict';
import { localTime } from '../../../nodes/plant/local-time.ts';
import { shiftFactor } from '../../../nodes/plant/shift.ts';

const [sunday, monday, friday, saturday] = [0, 1, 5, 6];

describe('local-time', () => {
  const cases = [
    ['Europe/London', '2026-01-05T12:30:00Z', monday, 12.5],
    ['Europe/Berlin', '2026-03-29T00:59:00Z', sunday, 1 + 59 / 60],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', sunday, 3],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', sunday, 2],
    ['America/Los_Angeles', '2026-02-21T07:59:00Z', friday, 23 + 59 / 60],
    ['America/Los_Angeles', '2026-02-21T08:00:00Z', saturday, 0],
    ['Asia/Kathmandu', '2026-01-05T00:00:00Z', monday, 5.75],
  ] as const;
  for (const [zone, instant, weekday, hour] of cases) {
    it(`is weekday ${weekday}, ${hour.toFixed(2)} h in ${zone} at ${instant}`, () => {
      const local = localTime(zone, Date.parse(instant));
      assert.equal(local.weekday, weekday);
      assert.ok(Math.abs(local.hour - hour) < 1e-9);
    });
  }
});

describe('shift', () => {
  const cases = [
    ['2026-02-18T05:59:00+01:00', 0.5],
    ['2026-02-18T06:00:00+01:00', 1],
    ['2026-02-18T21:59:00+01:00', 1],
    ['2026-02-18T22:00:00+01:00', 0.5],
    ['2026-02-21T12:00:00+01:00', 0.3],
    ['2026-02-22T23:59:00+01:00', 0.3],
    ['2026-02-23T00:00:00+01:00', 0.5],
    ['2026-07-15T06:00:00+02:00', 1],
  ] as const;
  for (const [instant, factor] of cases) {
    it(`asks Munich for ${factor} at ${instant}`, () => {
      assert.equal(shiftFactor('Europe/Berlin', Date.parse(instant)), factor);
    });
  }
});
