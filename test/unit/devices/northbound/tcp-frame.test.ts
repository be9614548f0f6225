import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frameBytes, takeFrames, type TcpFrame } from '../../../../nodes/devices/northbound/tcp-frame.ts';

const read = { transaction: 0x1234, unit: 1, pdu: Buffer.from('0300640001', 'hex') };
const readHex = '123400000006' + '01' + '0300640001';

const someFrame = fc.record({
  transaction: fc.nat(0xffff),
  unit: fc.nat(0xff),
  pdu: fc.uint8Array({ minLength: 1, maxLength: 253 }).map((bytes) => Buffer.from(bytes)),
});

const plain = ({ transaction, unit, pdu }: TcpFrame) => ({ transaction, unit, pdu: pdu.toString('hex') });

describe('tcp-frame', () => {
  it('puts transaction, protocol 0, length and unit before the data unit', () => {
    assert.equal(frameBytes(read).toString('hex'), readHex);
  });

  for (const [what, hex, frames, rest, isModbus] of [
    ['one whole frame', readHex, 1, '', true],
    ['two frames in one segment', readHex + readHex, 2, '', true],
    ['a frame and the start of the next', readHex + '1235', 1, '1235', true],
    ['a header alone', readHex.slice(0, 14), 0, readHex.slice(0, 14), true],
    ['nothing', '', 0, '', true],
    ['another protocol', '123400010006010300640001', 0, '', false],
    ['a length of a unit without a function', '12340000000101', 0, '', false],
    ['a length of 0', '123400000000', 0, '', false],
    ['a length above 254', '1234000000ff01', 0, '', false],
    ['text after a good frame', readHex + Buffer.from('GET / HTTP').toString('hex'), 1, '', false],
  ] as const) {
    it(`takes ${frames} out of ${what}`, () => {
      const received = takeFrames(Buffer.from(hex, 'hex'));
      assert.deepEqual(received.frames.map(plain), Array(frames).fill(plain(read)));
      assert.deepEqual([received.rest.toString('hex'), received.isModbus], [rest, isModbus]);
    });
  }

  it('finds the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(someFrame, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 40 })), (frames, cuts) => {
        let bytes = Buffer.concat(frames.map(frameBytes));
        let rest = Buffer.alloc(0);
        const found: TcpFrame[] = [];
        for (const length of [...cuts, Infinity]) {
          const received = takeFrames(Buffer.concat([rest, bytes.subarray(0, length)]));
          bytes = bytes.subarray(length);
          rest = Buffer.from(received.rest);
          found.push(...received.frames);
        }
        assert.deepEqual(found.map(plain), frames.map(plain));
        assert.equal(rest.length, 0);
      }),
    );
  });

  it('takes any bytes, and keeps less than one frame of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const { frames, rest } = takeFrames(Buffer.from(bytes));
        assert.ok(rest.length < 260);
        for (const { pdu } of frames) assert.ok(pdu.length >= 1 && pdu.length <= 253);
      }),
    );
  });
});
