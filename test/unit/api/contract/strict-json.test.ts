import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseStrictJson } from '../../../../nodes/api/contract/strict-json.ts';

const refused = { code: 'malformed_json' };

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    const harmless = fc
      .jsonValue({ maxDepth: 5, stringUnit: 'binary' })
      .filter((value) => !/"(__proto__|constructor)"\s*:/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(harmless, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        assert.deepEqual(parseStrictJson(text), JSON.parse(text));
      }),
    );
  });

  it('refuses every object that has one of its keys twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 }), fc.nat(), (keys, pick) => {
        const twice = [...keys, keys[pick % keys.length]!];
        const text = `[{${twice.map((key) => `${JSON.stringify(key)}:"{,}"`).join()}}]`;
        assert.throws(() => parseStrictJson(text), refused);
      }),
    );
  });

  it('allows the same key in different objects', () => {
    assert.deepEqual(parseStrictJson('{"a":{"a":[{"a":1},{"a":2}]}}'), { a: { a: [{ a: 1 }, { a: 2 }] } });
  });

  it('allows 20 levels and no more', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    assert.ok(parseStrictJson(nested(20)));
    assert.throws(() => parseStrictJson(nested(21)), refused);
    assert.throws(() => parseStrictJson(nested(30_000)), refused);
  });

  it('never takes broken text', () => {
    for (const text of ['', '{', '"', '{"a":1}}', "{'a':1}", '{"a":01}', '\\', '{"a":"\\']) {
      assert.throws(() => parseStrictJson(text), refused, text);
    }
  });
});
