import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HourCount } from '../../../nodes/history/hour-count.ts';

const minuteMs = 60_000;

describe('hour count', () => {
  it('says nothing before an hour of whole minutes was counted', () => {
    const count = new HourCount(30_000);
    count.add(5, 30_000);
    assert.equal(count.total(60 * minuteMs + 59_999), null);
    assert.equal(count.total(61 * minuteMs), 0);
  });

  it('counts the sixty whole minutes before the one that runs, whatever the gaps', () => {
    const gaps = fc.array(fc.tuple(fc.oneof(fc.nat(90_000), fc.nat(5_000_000)), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (steps) => {
        const count = new HourCount(0);
        const events: (readonly [number, number])[] = [];
        let now = 0;
        for (const [gapMs, many] of steps) {
          now += gapMs;
          count.add(many, now);
          events.push([now, many]);
        }
        const end = Math.floor(now / minuteMs) * minuteMs;
        const inHour = events.filter(([at]) => at >= end - 60 * minuteMs && at < end);
        const expected = end < 60 * minuteMs ? null : inHour.reduce((sum, [, many]) => sum + many, 0);
        assert.equal(count.total(now), expected);
      }),
    );
  });
});
