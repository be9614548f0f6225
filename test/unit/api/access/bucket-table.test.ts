import assert from 'node:assert/strict';
import { BucketTable } from '../../../../nodes/api/access/bucket-table.ts';

const limit = { perMinute: 60, burst: 3 };

describe('bucket table', () => {
  it('forgets the oldest when it is full', () => {
    const table = new BucketTable(2);
    const first = table.get('a', limit, 0);
    assert.equal(table.get('a', { ...limit }, 0), first);
    table.get('b', limit, 0);
    table.get('c', limit, 0);
    assert.notEqual(table.get('a', limit, 0), first);
  });

  it('starts a new bucket when the limit has changed', () => {
    const table = new BucketTable(2);
    const first = table.get('a', limit, 0);
    assert.notEqual(table.get('a', { perMinute: 1, burst: 1 }, 0), first);
  });
});
