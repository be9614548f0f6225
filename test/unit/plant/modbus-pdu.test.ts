import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerPdu, ModbusException, type RegisterBank } from '../../../nodes/plant/modbus-pdu.ts';

/** Ten holding registers that hold their own address, of which 5 and 6 are writable. */
function bankOf(written: number[][] = []): RegisterBank {
  return {
    read(space, address, quantity) {
      if (space !== 'holding' || address + quantity > 10) throw new ModbusException('illegalAddress');
      return Array.from({ length: quantity }, (_, offset) => address + offset);
    },
    write(address, values) {
      if (address < 5 || address + values.length > 7) throw new ModbusException('illegalAddress');
      written.push([address, ...values]);
    },
  };
}

describe('modbus-pdu', () => {
  const cases = [
    ['reads holding registers', '0300010003', '0306000100020003'],
    ['reads past the end', '0300090002', '8302'],
    ['reads no register', '0300000000', '8303'],
    ['reads 126 registers', '030000007e', '8303'],
    ['reads with half a request', '030000', '8303'],
    ['reads with a byte too many', '030000000100', '8303'],
    ['reads input registers of another space', '0400000001', '8402'],
    ['writes one register', '0600050102', '0600050102'],
    ['writes one register that is not writable', '0600010102', '8602'],
    ['writes one register with half a request', '060005', '8603'],
    ['writes two registers', '100005000204' + '00070008', '1000050002'],
    ['writes registers with a wrong byte count', '100005000203' + '00070008', '9003'],
    ['writes registers with missing bytes', '100005000204' + '0007', '9003'],
    ['writes 124 registers', '100005007cf8' + '0000'.repeat(124), '9003'],
    ['reads coils', '0100000001', '8102'],
    ['reads 2001 coils', '01000007d1', '8103'],
    ['reads discrete inputs', '0200000001', '8202'],
    ['writes a coil', '050000ff00', '8502'],
    ['writes a coil that is neither on nor off', '0500001234', '8503'],
    ['writes coils', '0f0000000801ff', '8f02'],
    ['writes coils with a wrong byte count', '0f0000000802ffff', '8f03'],
    ['asks an unknown function', '2b0e0100', 'ab01'],
    ['masks a register', '16000400f20025', '9601'],
    ['uses function 0', '00', '8001'],
  ] as const;
  for (const [title, request, response] of cases) {
    it(`${title}: ${request.slice(0, 16)} → ${response}`, () => {
      assert.equal(answerPdu(bankOf(), Buffer.from(request, 'hex')).toString('hex'), response);
    });
  }

  it('hands written values over as they are', () => {
    const written: number[][] = [];
    answerPdu(bankOf(written), Buffer.from('1000050002040007fffe', 'hex'));
    assert.deepEqual(written, [[5, 7, 0xfffe]]);
  });

  it('answers any bytes with the same function or its exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 253 }), (bytes) => {
        const response = answerPdu(bankOf(), Buffer.from(bytes));
        assert.equal(response.readUInt8(0) & 0x7f, bytes[0]! & 0x7f);
        assert.ok(response.length >= 2 && response.length <= 253);
      }),
      { numRuns: 1000 },
    );
  });
});
