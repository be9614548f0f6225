import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentlyUsed } from '../../../nodes/history/recently-used.ts';

describe('recently used', () => {
  it('forgets what was not used for longest', () => {
    const kept = new RecentlyUsed<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    assert.equal(kept.get('a'), 1);
    kept.set('c', 3);
    assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], [1, undefined, 3]);
  });

  it('keeps the last different names that were used, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (uses) => {
        const kept = new RecentlyUsed<number>(4);
        for (const use of uses) if (kept.get(String(use)) === undefined) kept.set(String(use), use);
        const last = [...new Set(uses.toReversed())].slice(0, 4);
        for (let name = 0; name < 10; name += 1) {
          assert.equal(kept.get(String(name)), last.includes(name) ? name : undefined);
        }
      }),
    );
  });

  it('forgets all when it is cleared', () => {
    const kept = new RecentlyUsed<number>(2);
    kept.set('a', 1);
    kept.clear();
    assert.equal(kept.get('a'), undefined);
  });
});
