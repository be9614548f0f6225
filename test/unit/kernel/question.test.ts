import assert from 'node:assert/strict';
import { type Message, questionOf, wholeNumberOf } from '../../../nodes/kernel/index.ts';

describe('the question of a message', () => {
  const messages: [string, object, object][] = [
    [
      'query and path of a request',
      { req: { query: { limit: 5 }, params: { slug: 'a' } }, payload: { limit: 9 } },
      { limit: 5, slug: 'a' },
    ],
    ['a path before a query of the same name', { req: { query: { slug: 'b' }, params: { slug: 'a' } } }, { slug: 'a' }],
    ['the payload without a request', { payload: { limit: 9 } }, { limit: 9 }],
    ['nothing', {}, {}],
  ];
  for (const [title, message, expected] of messages) {
    it(`is ${title}`, () => assert.deepEqual(questionOf(message as Message), expected));
  }
});

describe('a whole number of a question', () => {
  const bounds = { min: 1, max: 10 };
  const refuse = (fault: object): Error => new Error(JSON.stringify(fault));
  const read = (value: unknown, otherwise?: number): number =>
    wholeNumberOf({ limit: value }, 'limit', { ...bounds, ...(otherwise !== undefined && { otherwise }) }, refuse);

  for (const value of [1, 10, '1', '10', ' 7 ', '1e1']) {
    it(`is ${JSON.stringify(value)}`, () => assert.equal(read(value), Number(value)));
  }

  it('is what stands for one that was left out', () => {
    assert.equal(read(undefined, 3), 3);
    assert.equal(read(null, 3), 3);
  });

  for (const value of [0, 11, 1.5, '0', '11', '1.5', '', ' ', 'ten', '5x', NaN, true, [5], undefined]) {
    it(`is not ${JSON.stringify(value)}, and the fault says so`, () => {
      const fault = { field: 'limit', limit: 'a whole number from 1 to 10', value };
      assert.throws(() => read(value), { message: JSON.stringify(fault) });
    });
  }
});
