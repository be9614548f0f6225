import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activityWindowMs, ActivityWindow } from '../../../nodes/ids/activity-window.ts';
import { isWrite } from '../../../nodes/ids/operation.ts';
import { operation } from './operations.fixture.ts';

describe('activity window', () => {
  it('counts writes, distinct addresses and requests of the last ten seconds', () => {
    const window = new ActivityWindow();
    window.add(operation({ at: 0 }));
    window.add(operation({ at: 5000, functionCode: 6, address: 100, quantity: 1 }));
    assert.deepEqual(window.add(operation({ at: 9999 })), { writes: 1, addresses: 2, requests: 3 });
    assert.deepEqual(window.add(operation({ at: 10_000 })), { writes: 1, addresses: 2, requests: 3 });
    assert.deepEqual(window.add(operation({ at: 15_000 })), { writes: 0, addresses: 1, requests: 3 });
  });

  it('agrees with counting all over again', () => {
    const step = fc.record({ afterMs: fc.nat(3000), functionCode: fc.constantFrom(3, 4, 6, 16), address: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const window = new ActivityWindow();
        let at = 0;
        const all = steps.map(({ afterMs, functionCode, address }) =>
          operation({ at: (at += afterMs), functionCode, address, quantity: 1 }),
        );
        for (const [index, one] of all.entries()) {
          const recent = all.slice(0, index + 1).filter((other) => other.at > one.at - activityWindowMs);
          assert.deepEqual(window.add(one), {
            writes: recent.filter(isWrite).length,
            addresses: new Set(recent.map(({ functionCode, address }) => `${functionCode}/${address}`)).size,
            requests: recent.length,
          });
        }
      }),
    );
  });

  it('forgets in a flood without keeping what is old', () => {
    const window = new ActivityWindow();
    for (let at = 0; at < 30_000; at += 1) window.add(operation({ at }));
    assert.equal(window.add(operation({ at: 30_000 })).requests, 10_000);
  });
});
