import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TokenBucket } from '../../../../nodes/devices/northbound/token-bucket.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

describe('northbound token-bucket', () => {
  it('lets a burst through, then one for each token gained', () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, clock);
    assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [true, true, false]);
    assert.equal(bucket.nextTokenInMs, 100);
    clock.advance(40);
    assert.equal(bucket.take(), false);
    assert.equal(Math.round(bucket.nextTokenInMs), 60);
    clock.advance(60);
    assert.deepEqual([bucket.take(), bucket.take()], [true, false]);
  });

  it('saves no more than its burst', () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, clock);
    clock.advance(60_000);
    assert.deepEqual([bucket.take(), bucket.take(), bucket.take()], [true, true, false]);
  });

  it('never gives more than its burst and its rate allow, however it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 200 }), (pauses) => {
        const clock = new ManualClock();
        const bucket = new TokenBucket({ perSecond: 20, burst: 5 }, clock);
        let given = 0;
        for (const pause of pauses) {
          clock.advance(pause);
          if (bucket.take()) given += 1;
        }
        assert.ok(given <= 5 + (clock.monotonic() / 1000) * 20 + 1e-6);
      }),
    );
  });
});
