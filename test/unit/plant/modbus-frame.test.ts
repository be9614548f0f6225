import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeFrame, type ModbusFrame, splitFrames } from '../../../nodes/plant/modbus-frame.ts';

const frames: fc.Arbitrary<ModbusFrame> = fc
  .tuple(fc.nat(0xffff), fc.nat(0xff), fc.uint8Array({ minLength: 1, maxLength: 253 }))
  .map(([transaction, unit, pdu]) => ({ transaction, unit, pdu: Buffer.from(pdu) }));

/** Feeds chunks as a connection does. */
function feed(chunks: readonly Buffer[]): { frames: ModbusFrame[]; broken: boolean } {
  const found: ModbusFrame[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    const split = splitFrames(Buffer.concat([rest, chunk]));
    found.push(...split.frames);
    if (split.broken) return { frames: found, broken: true };
    rest = split.rest;
    assert.ok(rest.length < 260, 'never keeps more than a frame');
  }
  return { frames: found, broken: false };
}

describe('modbus-frame', () => {
  it('finds every frame again however the bytes are joined and cut', () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(encodeFrame));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        assert.deepEqual(feed([...chunks, bytes.subarray(at)]), { frames: sent, broken: false });
      }),
    );
  });

  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 })),
        (chunks) => void feed(chunks.map((c) => Buffer.from(c))),
      ),
    );
  });

  for (const [title, hex] of [
    ['another protocol', '000100010006010300000001'],
    ['a length of 0', '000100000000'],
    ['a length without a function code', '00010000000101'],
    ['a length of 255', '0001000000ff01'],
  ] as const) {
    it(`is broken by ${title}`, () => assert.ok(splitFrames(Buffer.from(hex, 'hex')).broken));
  }

  it('encodes the header as the specification lays it out', () => {
    const bytes = encodeFrame({ transaction: 0x1234, unit: 17, pdu: Buffer.from([3, 2, 0, 1]) });
    assert.equal(bytes.toString('hex'), '123400000005' + '11' + '03020001');
  });
});
