import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeWords, type RegisterType, type WordOrder, wordsOf } from '../../../nodes/plant/registers.ts';

describe('registers', () => {
  const cases: readonly (readonly [RegisterType, number | undefined, WordOrder, readonly number[]])[] = [
    ['uint16', 513, 'big', [513]],
    ['uint16', 70_000, 'big', [0xffff]],
    ['uint16', -3, 'big', [0]],
    ['uint16', undefined, 'big', [0xffff]],
    ['int16', -1, 'big', [0xffff]],
    ['int16', -2500, 'big', [0xf63c]],
    ['int16', -40_000, 'big', [0x8000]],
    ['int16', 40_000, 'big', [0x7fff]],
    ['int16', undefined, 'big', [0x8000]],
    ['uint32', 0x12345678, 'big', [0x1234, 0x5678]],
    ['uint32', 0x12345678, 'little', [0x5678, 0x1234]],
    ['uint32', undefined, 'little', [0xffff, 0xffff]],
    ['int32', -2, 'big', [0xffff, 0xfffe]],
    ['int32', -2, 'little', [0xfffe, 0xffff]],
    ['int32', undefined, 'big', [0x8000, 0]],
    ['float32', 230.5, 'big', [0x4366, 0x8000]],
    ['float32', -1, 'big', [0xbf80, 0]],
    ['float32', undefined, 'big', [0x7fc0, 0]],
  ];
  for (const [type, raw, order, words] of cases) {
    it(`encodes ${type} ${raw ?? 'not implemented'} with ${order} words`, () => {
      assert.deepEqual(encodeWords(type, raw, order), words);
    });
  }

  it('makes words of 16 bits, as many as the type has', () => {
    const types = fc.constantFrom<RegisterType>('uint16', 'int16', 'uint32', 'int32', 'float32');
    fc.assert(
      fc.property(
        types,
        fc.double({ noNaN: true }),
        fc.constantFrom<WordOrder>('big', 'little'),
        (type, raw, order) => {
          const words = encodeWords(type, raw, order);
          assert.equal(words.length, wordsOf(type));
          for (const word of words) assert.ok(Number.isInteger(word) && word >= 0 && word <= 0xffff);
        },
      ),
    );
  });
});
