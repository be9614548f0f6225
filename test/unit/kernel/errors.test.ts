import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asBusbarError, BusbarError, defineErrors, textOf } from '../../../nodes/kernel/index.ts';

const errors = defineErrors({
  soc_min: { status: 422, message: ({ limit, value }) => `SOC below ${String(limit)}. Current: ${String(value)}` },
  no_facts: { status: 503, message: () => 'nothing to add' },
});

/** The copy of an error that Node-RED's catch node makes. */
function caughtCopy({ message, code, cause, stack }: BusbarError): object {
  return structuredClone({ message, code, cause, stack });
}

describe('errors', () => {
  it('are made from their declaration, with the facts beside the text', () => {
    const error = errors.soc_min({ limit: '5 %', value: '4.8 %' });
    assert.ok(error instanceof BusbarError);
    assert.equal(error.message, 'SOC below 5 %. Current: 4.8 %');
    assert.deepEqual([error.code, error.status, error.name], ['soc_min', 422, 'BusbarError']);
    assert.deepEqual(error.facts, { limit: '5 %', value: '4.8 %' });
    assert.deepEqual(errors.no_facts().facts, {});
  });

  it('come out of a catch node as they went in', () => {
    const facts = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null)));
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 400, max: 599 }), fc.string(), facts, (code, status, text, facts) => {
        const error = new BusbarError(code, status, text, facts);
        const rebuilt = asBusbarError(caughtCopy(error));
        const { code: sameCode, status: sameStatus, message, facts: sameFacts } = rebuilt;
        assert.deepEqual([sameCode, sameStatus, message], [code, status, text]);
        assert.deepEqual(sameFacts, structuredClone(facts));
      }),
    );
  });

  it('pass through unchanged', () => {
    const error = errors.no_facts();
    assert.equal(asBusbarError(error), error);
  });

  const foreign: [string, unknown, string][] = [
    ['an error that is not ours', new TypeError('x is undefined'), 'x is undefined'],
    ['a plain object, as modbus-serial throws', { message: 'Timed out', errno: 'ETIMEDOUT' }, 'Timed out'],
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a catch copy of a foreign error', { message: 'x', cause: { code: 'ENOENT', errno: -2 } }, 'x'],
    ['a cause that is no object', { message: 'y', cause: 'a text' }, 'y'],
    ['an object whose message is no text', { message: 7 }, '[object Object]'],
  ];
  for (const [title, thrown, text] of foreign) {
    it(`turn ${title} into internal, keeping its text`, () => {
      const error = asBusbarError(thrown);
      assert.deepEqual([error.code, error.status, error.message], ['internal', 500, text]);
      assert.equal(textOf(thrown), text);
    });
  }

  it('keep the stack of a foreign error, which tells where it came from', () => {
    const thrown = new TypeError('x');
    assert.equal(asBusbarError(thrown).stack, thrown.stack);
  });
});
