import assert from 'node:assert/strict';
import type { Validity } from '../../../nodes/site/index.ts';
import { isInForce, stretchStarts } from '../../../nodes/site/validity.ts';

describe('validity', () => {
  const cases: [validity: Validity, date: string, expected: boolean][] = [
    [{}, '1999-12-31', true],
    [{ months: [12, 1] }, '2026-12-31', true],
    [{ months: [12, 1] }, '2026-02-01', false],
    [{ validFrom: '2026-03-01' }, '2026-02-28', false],
    [{ validFrom: '2026-03-01' }, '2026-03-01', true],
    [{ validUntil: '2026-03-01' }, '2026-03-01', true],
    [{ validUntil: '2026-03-01' }, '2026-03-02', false],
    [{ validFrom: '2026-03-01', months: [4] }, '2026-03-02', false],
  ];
  for (const [validity, date, expected] of cases) {
    it(`of ${JSON.stringify(validity)} is ${expected} on ${date}`, () => {
      assert.equal(isInForce(validity, date), expected);
    });
  }

  it('changes on the first of a month, on a first date and after a last one', () => {
    const starts = stretchStarts([{ validFrom: '2026-01-15', validUntil: '2026-03-10' }]);
    assert.deepEqual(starts, ['2026-01-15', '2026-02-01', '2026-03-01']);
    const following = stretchStarts([{ validUntil: '2026-03-10' }, { validFrom: '2026-03-12' }]);
    assert.ok(following.includes('2026-03-11') && following.includes('2026-03-12'));
    assert.deepEqual(stretchStarts([]), []);
  });
});
