import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ModbusException } from '../../../../nodes/devices/northbound/modbus-exception.ts';
import {
  exceptionResponse,
  isWrite,
  operationOf,
  parseRequest,
  readResponse,
  writeResponse,
} from '../../../../nodes/devices/northbound/pdu.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** Exception code of a request, or undefined when it is well formed. */
function codeOf(pdu: Buffer): number | undefined {
  try {
    parseRequest(pdu);
    return undefined;
  } catch (thrown) {
    assert.ok(thrown instanceof ModbusException, String(thrown));
    return thrown.code;
  }
}

describe('northbound pdu', () => {
  for (const [hex, request] of [
    ['0100000001', { kind: 'read', functionCode: 1, address: 0, quantity: 1 }],
    ['02000a07d0', { kind: 'read', functionCode: 2, address: 10, quantity: 2000 }],
    ['030064007d', { kind: 'read', functionCode: 3, address: 100, quantity: 125 }],
    ['04ffff0001', { kind: 'read', functionCode: 4, address: 65535, quantity: 1 }],
    ['06006403e8', { kind: 'write', functionCode: 6, address: 100, words: [1000] }],
    ['100064000204fffe03e8', { kind: 'write', functionCode: 16, address: 100, words: [0xfffe, 1000] }],
  ] as const) {
    it(`reads the request ${hex}`, () => assert.deepEqual(parseRequest(bytes(hex)), request));
  }

  for (const [what, hex, code] of [
    ['no registers', '0300640000', 3],
    ['126 registers', '030064007e', 3],
    ['2001 bits', '01000007d1', 3],
    ['a register past the last address', '03ffff0002', 2],
    ['a read that is cut', '03006400', 3],
    ['a read that is too long', '030064000100', 3],
    ['a single write that is cut', '060064', 3],
    ['a function code alone', '10', 3],
    ['a multiple write of nothing', '100064000000', 3],
    ['124 written registers', '100064007cf8' + '00'.repeat(248), 3],
    ['a byte count that is not twice the registers', '10006400010300000000', 3],
    ['fewer bytes than announced', '1000640002040000', 3],
    ['a coil', '050000ff00', 1],
    ['coils', '0f0000000101ff', 1],
    ['a masked write', '1600640000ffff', 1],
    ['a read and write at once', '170064000100640001020000', 1],
    ['a device identification', '2b0e0100', 1],
    ['function 0', '00', 1],
    ['an exception as request', '8302', 1],
  ] as const) {
    it(`refuses ${what} with exception ${code}`, () => assert.equal(codeOf(bytes(hex)), code));
  }

  it('either reads or refuses whatever comes, and can always tell it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 253 }), (pdu) => {
        const code = codeOf(Buffer.from(pdu));
        assert.ok(code === undefined || [1, 2, 3].includes(code));
        const { functionCode, address, quantity } = operationOf(Buffer.from(pdu));
        assert.equal(functionCode, pdu[0]);
        for (const word of [address, quantity]) assert.ok(word >= 0 && word <= 0xffff);
      }),
    );
  });

  for (const [hex, operation] of [
    ['030064007d', { functionCode: 3, address: 100, quantity: 125 }],
    ['050007ff00', { functionCode: 5, address: 7, quantity: 1 }],
    ['06006403e8', { functionCode: 6, address: 100, quantity: 1 }],
    ['100064000204fffe03e8', { functionCode: 16, address: 100, quantity: 2 }],
    ['2b0e0100', { functionCode: 43, address: 0, quantity: 0 }],
    ['0300', { functionCode: 3, address: 0, quantity: 0 }],
  ] as const) {
    it(`tells the traffic of ${hex}`, () => assert.deepEqual(operationOf(bytes(hex)), operation));
  }

  it('answers registers as big-endian words', () => {
    assert.deepEqual(readResponse(3, [1, 0xfffe]), bytes('03040001fffe'));
  });

  it('answers bits packed from the lowest', () => {
    assert.deepEqual(readResponse(1, [1, 0, 1, 1, 0, 0, 0, 0, 0, 1]), bytes('01020d02'));
  });

  it('answers a write with its first five bytes', () => {
    assert.deepEqual(writeResponse(bytes('06006403e8')), bytes('06006403e8'));
    assert.deepEqual(writeResponse(bytes('100064000204fffe03e8')), bytes('1000640002'));
  });

  it('answers an exception with the function and its highest bit', () => {
    assert.deepEqual(exceptionResponse(bytes('2b0e0100'), 1), bytes('ab01'));
  });

  it('knows what changes a device', () => {
    const changing = Array.from({ length: 256 }, (_, code) => code).filter(isWrite);
    assert.deepEqual(changing, [5, 6, 15, 16, 22, 23]);
  });
});
