import assert from 'node:assert/strict';
import { type Message, questionOf } from '../../../nodes/kernel/index.ts';

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
