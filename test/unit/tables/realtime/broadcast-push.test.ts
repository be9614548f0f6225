import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readBroadcastPush } from '../../../../nodes/tables/realtime/broadcast-push.ts';

function push(parts: readonly string[], payload: string, kind = 3, encoding = 1): Buffer {
  const texts = parts.map((part) => Buffer.from(part));
  const head = Buffer.from([kind, ...texts.map(({ length }) => length), encoding]);
  return Buffer.concat([head, ...texts, Buffer.from(payload)]);
}

describe('broadcast push', () => {
  const parts = ['1', '2', 'realtime:halle ü', 'moved', '{"replay":true}'];

  it('is read with its topic, event and payload', () => {
    assert.deepEqual(readBroadcastPush(push(parts, '{"x":1}')), {
      joinRef: '1',
      ref: '2',
      topic: 'realtime:halle ü',
      event: 'broadcast',
      payload: { type: 'broadcast', event: 'moved', payload: { x: 1 } },
    });
  });

  it('has no reference where that is empty', () => {
    const { joinRef, ref } = readBroadcastPush(push(['', '', 't', 'e', ''], '1')) ?? {};
    assert.deepEqual([joinRef, ref], [null, null]);
  });

  const refused: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['another kind', push(parts, '1', 4)],
    ['a payload of bytes', push(parts, '1', 3, 0)],
    ['a payload that is no JSON', push(parts, '{')],
    ['lengths beyond its end', push(parts, '1').subarray(0, 12)],
  ];
  for (const [title, bytes] of refused) {
    it(`is not ${title}`, () => assert.equal(readBroadcastPush(bytes), undefined));
  }

  it('throws at no bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void readBroadcastPush(bytes)));
  });
});
