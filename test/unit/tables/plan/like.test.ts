import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLike } from '../../../../nodes/tables/plan/like.ts';

describe('LIKE in memory', () => {
  for (const [text, pattern, ignoresCase, expected] of [
    ['BESS-01', 'BESS%', false, true],
    ['BESS-01', 'bess%', false, false],
    ['BESS-01', 'bess%', true, true],
    ['BESS-01', '%-0_', false, true],
    ['BESS-01', 'BESS', false, false],
    ['', '', false, true],
    ['', '%', false, true],
    ['', '_', false, false],
    ['a\nb', 'a%b', false, true],
    ['😀', '_', false, true],
    ['100 %', String.raw`100 \%`, false, true],
    ['100 x', String.raw`100 \%`, false, false],
    ['abcabd', '%ab%abd', false, true],
    ['aab', 'a%a%a%b', false, false],
  ] as const) {
    it(`${JSON.stringify(text)} ${expected ? 'fits' : 'does not fit'} ${pattern}`, () => {
      assert.equal(isLike(text, pattern, ignoresCase), expected);
    });
  }

  it('finds what a regular expression finds', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '_', '%'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (value, wanted) => {
        const expression = new RegExp(`^${wanted.replaceAll('%', '.*').replaceAll('_', '.')}$`);
        assert.equal(isLike(value, wanted, false), expression.test(value));
      }),
    );
  });

  it('takes no time that grows with the ways to share out a text', () => {
    assert.equal(isLike('a'.repeat(20_000), `${'%a'.repeat(100)}%b`, false), false);
  });
});
