import assert from 'node:assert/strict';
import { type Interest, type Labels, wants } from '../../../../nodes/api/feeds/interest.ts';

describe('interest', () => {
  const cases: [interest: Interest, labels: Labels, wanted: boolean][] = [
    [{}, {}, true],
    [{}, { block: 'a' }, true],
    [{ block: ['a'] }, { block: 'a' }, true],
    [{ block: ['a'] }, { block: 'b' }, false],
    [{ block: ['a'] }, {}, false],
    [{ block: ['a', 'b'] }, { block: 'b', site: 'x' }, true],
    [{ block: ['a'], site: ['x'] }, { block: 'a', site: 'y' }, false],
    [{ site: [] }, { site: 'x' }, false],
  ];
  for (const [interest, labels, wanted] of cases) {
    it(`${JSON.stringify(interest)} ${wanted ? 'takes' : 'leaves'} ${JSON.stringify(labels)}`, () => {
      assert.equal(wants(interest, labels), wanted);
    });
  }
});
