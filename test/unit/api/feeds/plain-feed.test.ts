import assert from 'node:assert/strict';
import { plainFeed } from '../../../../nodes/api/feeds/plain-feed.ts';
import { feedRequest } from './feed-site.ts';

describe('plain feed', () => {
  const sent = (message: object) => plainFeed.messagesOf({ _msgid: '1', ...message });

  for (const [payload, text] of [
    [{ a: 1 }, '{"a":1}'],
    [null, 'null'],
    [3, '3'],
    ['{"a":1}', '{"a":1}'],
    ['', ''],
  ] as const) {
    it(`sends ${JSON.stringify(payload)} as ${text}`, () =>
      assert.deepEqual(sent({ payload }), [{ text, labels: {} }]));
  }

  it('sends to one client, or to those of one path', () => {
    assert.deepEqual(sent({ payload: 1, client: 'c1' }), [{ text: '1', labels: {}, client: 'c1' }]);
    assert.deepEqual(sent({ payload: 1, parameters: { machine: 'm' } }), [{ text: '1', labels: { machine: 'm' } }]);
    assert.deepEqual(plainFeed.interestOf(feedRequest({ machine: 'm' }, 'x=1')), { machine: ['m'] });
  });

  it('refuses what is no JSON, and a key that is limited to sites', () => {
    assert.throws(() => sent({}), { code: 'bad_feed_message' });
    assert.throws(() => sent({ payload: () => 1 }), { code: 'bad_feed_message' });
    assert.throws(() => plainFeed.interestOf(feedRequest({}, '', ['A'])), { code: 'site_bound_key', status: 403 });
  });
});
