import assert from 'node:assert/strict';
import { eventFeed } from '../../../../nodes/api/feeds/event-feed.ts';
import { auditRecord, feedRequest, feedSite } from './feed-site.ts';

describe('event feed', () => {
  const feed = eventFeed(feedSite);
  const sent = (payload: unknown) => feed.messagesOf({ _msgid: '1', payload });

  it('shows a row of the log as GET /api/v1/events does', () => {
    const [message] = sent(auditRecord);
    assert.deepEqual(message?.labels, { block: 'block-01', site: 'site-a' });
    const { payload, ...event } = JSON.parse(message.text) as { payload: Record<string, unknown> };
    assert.deepEqual(event, {
      id: 12,
      block_id: 'block-01',
      event_type: 'alarm_raised',
      created_at: '2026-02-21T06:00:00Z',
    });
    assert.equal(payload['priority'], 'P1');
  });

  it('puts an event without a block on no block', () => {
    assert.deepEqual(sent({ ...auditRecord, blockId: null })[0]?.labels, { block: '', site: '' });
  });

  for (const payload of [undefined, null, [], { seq: 1 }, { seq: 1, kind: 'x' }]) {
    it(`refuses ${JSON.stringify(payload)}`, () => {
      assert.throws(() => sent(payload), { code: 'bad_feed_message', status: 400 });
    });
  }

  it('is divided by block', () => {
    assert.deepEqual(feed.interestOf(feedRequest({ block_slug: 'block-02' })), { block: ['block-02'] });
  });
});
