import assert from 'node:assert/strict';
import { alarmFeed } from '../../../../nodes/api/feeds/alarm-feed.ts';
import { feedRequest, feedSite } from './feed-site.ts';

describe('alarm feed', () => {
  const feed = alarmFeed(feedSite);
  const alarm = { id: 1, sensor_id: 42, priority: 'P1', state: 'ACTIVE', block_id: 'block-01', site_id: 'site-a' };
  const timestamp = '2026-02-21T06:00:00Z';

  it('passes the event on as it is, the mark of a flood included', () => {
    const payload = { event: 'alarm_raised', alarm, timestamp, flood: true };
    const labels = { priority: 'P1', block: 'block-01', site: 'site-a' };
    assert.deepEqual(feed.messagesOf({ _msgid: '1', payload }), [{ text: JSON.stringify(payload), labels }]);
  });

  it('puts an alarm without a block on no block', () => {
    const payload = { event: 'alarm_raised', alarm: { priority: 'P0', block_id: null }, timestamp };
    assert.deepEqual(feed.messagesOf({ _msgid: '1', payload })[0]?.labels, { priority: 'P0', block: '', site: '' });
  });

  for (const payload of [
    undefined,
    null,
    'alarm',
    {},
    { event: 'x', timestamp },
    { event: 'x', alarm },
    { alarm, timestamp },
  ]) {
    it(`refuses ${JSON.stringify(payload)}`, () => {
      assert.throws(() => feed.messagesOf({ _msgid: '1', payload }), { code: 'bad_feed_message', status: 400 });
    });
  }

  it('is divided by priority, block and site', () => {
    const asked = feedRequest({}, 'min_priority=P1&block_slug=block-02&site_slug=site-a');
    assert.deepEqual(feed.interestOf(asked), { priority: ['P0', 'P1'], block: ['block-02'], site: ['site-a'] });
  });
});
