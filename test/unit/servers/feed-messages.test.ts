import assert from 'node:assert/strict';
import { feedAnswers, serverMessage } from '../../../nodes/servers/feed-messages.ts';
import { now, sampleReading, stateOf } from './state.fixture.ts';

describe('messages of the feed', () => {
  const states = [stateOf({ name: 'ai_server', reading: sampleReading }), stateOf({ name: 'app_server' })];
  const timestamp = '2025-01-05T20:15:00Z';
  const answersTo = (topic: string, payload: string | null = null) =>
    feedAnswers({ _msgid: '1', topic, client: 'c1', payload }, states, now);

  it('greet a client that comes, and say nothing to one that goes', () => {
    const [greeting] = answersTo('connect');
    const event = { event_type: 'connection_established', message: 'Connected to metrics stream', timestamp };
    assert.deepEqual([greeting?.['client'], greeting?.payload], ['c1', event]);
    assert.deepEqual(answersTo('disconnect'), []);
  });

  it('answer a ping', () => {
    const [pong] = answersTo('message', '{"type":"ping","timestamp":"2025-01-05T20:15:00Z"}');
    assert.deepEqual(pong?.payload, { event_type: 'pong', timestamp });
  });

  it('bring every server to the client that asks for it', () => {
    const updates = answersTo('message', '{"type": "request_update"}');
    assert.deepEqual(
      updates.map(({ topic, client, ts }) => [topic, client, ts]),
      [
        ['ai_server', 'c1', now],
        ['app_server', 'c1', now],
      ],
    );
    assert.deepEqual(updates[0]?.payload, serverMessage(states[0]!, now).payload);
  });

  const wrong: [text: string, message: RegExp][] = [
    ['{', /^Invalid JSON format$/],
    ['', /^Invalid JSON format$/],
    ['[1]', /object with a type/],
    ['null', /object with a type/],
    ['"ping"', /object with a type/],
    ['{}', /found nothing$/],
    ['{"type": "subscribe"}', /found "subscribe"$/],
    [`{"type": "${'x'.repeat(4000)}"}`, /found "x{49}$/],
  ];
  for (const [text, message] of wrong) {
    it(`call ${text.slice(0, 30)} an error`, () => {
      const [error] = answersTo('message', text);
      const event = error?.payload as { event_type: string; message: string };
      assert.equal(event.event_type, 'error');
      assert.match(event.message, message);
    });
  }
});
