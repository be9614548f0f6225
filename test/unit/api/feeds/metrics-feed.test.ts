import assert from 'node:assert/strict';
import { metricsFeed } from '../../../../nodes/api/feeds/metrics-feed.ts';
import { feedRequest } from './feed-site.ts';

describe('metrics feed', () => {
  const ts = Date.UTC(2025, 0, 5, 20, 15);
  const sent = (message: object, clients = 3) =>
    metricsFeed.messagesOf({ _msgid: '1', ...message }, clients).map(({ text, ...rest }) => ({
      event: JSON.parse(text) as unknown,
      ...rest,
    }));

  it('sends a round of a server as the contract has it', () => {
    assert.deepEqual(sent({ topic: 'ai_server', payload: { cpu: 1 }, ts }), [
      {
        event: {
          event_type: 'metrics_update',
          server_type: 'ai_server',
          data: { cpu: 1 },
          timestamp: '2025-01-05T20:15:00Z',
        },
        labels: {},
      },
    ]);
  });

  it('puts the number of clients into a heartbeat', () => {
    const payload = { event_type: 'heartbeat', timestamp: 'x', connections: 99 };
    assert.deepEqual(sent({ payload })[0]?.event, { event_type: 'heartbeat', timestamp: 'x', connections: 3 });
  });

  it('sends other events as they are, to the one client that they are for', () => {
    const payload = { event_type: 'pong', timestamp: 'x' };
    assert.deepEqual(sent({ payload, client: 'c1' }), [{ event: payload, labels: {}, client: 'c1' }]);
  });

  it('refuses what is neither, and a key that is limited to sites', () => {
    for (const message of [{}, { payload: 'x' }, { payload: {} }, { payload: {}, topic: 'a' }, { payload: {}, ts }]) {
      assert.throws(() => sent(message), { code: 'bad_feed_message', status: 400 });
    }
    assert.throws(() => metricsFeed.interestOf(feedRequest({}, '', ['A'])), { code: 'site_bound_key' });
    assert.deepEqual(metricsFeed.interestOf(feedRequest()), {});
  });
});
