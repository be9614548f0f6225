import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { textFrame } from '../../../../nodes/api/feeds/text-frame.ts';

interface Ws {
  readonly Sender: { frame(data: Buffer, options: object): Buffer[] };
}
const { Sender } = createRequire(import.meta.url)('ws') as Ws;

/** The bytes that the ws library makes of a text message of a server. */
function expected(text: string): Buffer {
  const options = { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: true };
  return Buffer.concat(Sender.frame(Buffer.from(text), options));
}

describe('text frame', () => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]) {
    it(`of ${length} bytes`, () => {
      assert.deepEqual(textFrame('x'.repeat(length)), expected('x'.repeat(length)));
    });
  }

  it('counts bytes, not characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        assert.deepEqual(textFrame(text), expected(text));
      }),
    );
  });
});
