import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TokenBucket } from '../../../nodes/kernel/index.ts';

const limit = { perMinute: 60, burst: 3 };

describe('token bucket', () => {
  it('gives its burst at once and then its rate', () => {
    const bucket = new TokenBucket(limit, 0);
    assert.deepEqual([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(0)], [true, true, true, false]);
    assert.deepEqual([bucket.remaining, bucket.nextTokenInMs, bucket.fullInMs], [0, 1000, 3000]);
    assert.deepEqual([bucket.take(999), bucket.take(1000), bucket.take(1001)], [false, true, false]);
  });

  it('never gives more than the burst plus what the time brought', () => {
    const pauses = fc.array(fc.nat({ max: 5000 }), { maxLength: 100 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 50 }),
        pauses,
        (perMinute, burst, steps) => {
          const bucket = new TokenBucket({ perMinute, burst }, 0);
          let now = 0;
          let taken = 0;
          for (const step of steps) {
            now += step;
            if (bucket.take(now)) taken += 1;
          }
          assert.ok(taken <= burst + (now * perMinute) / 60_000 + 1e-6);
        },
      ),
    );
  });
});
