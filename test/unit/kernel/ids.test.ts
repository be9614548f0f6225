import assert from 'node:assert/strict';
import { randomId } from '../../../nodes/kernel/index.ts';

describe('a random id', () => {
  const ids = Array.from({ length: 1000 }, randomId);

  it('is made of 128 bits that fit into an address', () => {
    for (const id of ids) {
      assert.match(id, /^[\w-]{22}$/);
      assert.equal(Buffer.from(id, 'base64url').length, 16);
    }
  });

  it('never comes twice', () => {
    assert.equal(new Set(ids).size, ids.length);
  });

  it('has every bit set about as often as not', () => {
    const set = new Array<number>(128).fill(0);
    for (const id of ids) {
      const bytes = Buffer.from(id, 'base64url');
      for (let bit = 0; bit < 128; bit += 1) set[bit] = (set[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
    }
    // Seven standard deviations around the half.
    for (const count of set) assert.ok(Math.abs(count - ids.length / 2) < 111, `a bit was set ${count} times`);
  });
});
