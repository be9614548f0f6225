import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pathPattern } from '../../../../nodes/api/feeds/path-pattern.ts';

describe('path pattern', () => {
  const cases: [pattern: string, path: string, found: Record<string, string> | undefined][] = [
    ['/ws/alarms', '/ws/alarms', {}],
    ['/ws/alarms', '/ws/alarms/', undefined],
    ['/ws/alarms', '/ws/alarm', undefined],
    ['/ws/{block}', '/ws/block-01', { block: 'block-01' }],
    ['/ws/{block}', '/ws/block%2001', { block: 'block 01' }],
    ['/ws/{block}', '/ws/', undefined],
    ['/ws/{block}', '/ws/a/b', undefined],
    ['/ws/{block}', '/ws/%E0%A4%A', undefined],
    ['/ws/{site}/{block}', '/ws/a/b', { site: 'a', block: 'b' }],
    ['/{a}/x/{b}', '/1/y/2', undefined],
  ];
  for (const [pattern, path, found] of cases) {
    it(`${pattern} ${found ? 'takes' : 'refuses'} ${path}`, () => {
      assert.deepEqual(pathPattern(pattern).match(path), found);
    });
  }

  it('gives back every value that was put into an address', () => {
    const pattern = pathPattern('/ws/{value}');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (value) => {
        if (!value.isWellFormed()) return;
        assert.deepEqual(pattern.match(`/ws/${encodeURIComponent(value)}`), { value });
      }),
    );
  });

  it('has one shape for patterns that take the same paths', () => {
    assert.equal(pathPattern('/ws/{a}/x').shape, pathPattern('/ws/{b}/x').shape);
    assert.notEqual(pathPattern('/ws/{a}/x').shape, pathPattern('/ws/{a}/y').shape);
    assert.deepEqual(pathPattern('/{a}/x/{b}').parameters, ['a', 'b']);
  });

  for (const text of ['', 'ws', '/', '/ws/', '/ws/{}', '/ws/{Block}', '/ws/x{block}', '/ws?x=1', '/ws/ü']) {
    it(`cannot be ${JSON.stringify(text)}`, () => {
      assert.throws(() => pathPattern(text), { code: 'bad_feed_path' });
    });
  }
});
