/** The two kinds of registers. */
export type Space = 'holding' | 'input';

const exceptionCodes = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  targetSilent: 11,
} as const;

/** Ends a request with a Modbus exception response. */
export class ModbusException extends Error {
  readonly exceptionCode: number;

  constructor(kind: keyof typeof exceptionCodes) {
    super(kind);
    this.exceptionCode = exceptionCodes[kind];
  }
}

/** What a unit offers to the protocol. Both throw `ModbusException`. */
export interface RegisterBank {
  read(space: Space, address: number, quantity: number): readonly number[];
  write(address: number, values: readonly number[]): void;
}

const maxReadRegisters = 125;
const maxReadBits = 2000;
const maxWriteRegisters = 123;
const maxWriteBits = 1968;

const functionCodes = {
  readCoils: 1,
  readDiscreteInputs: 2,
  readHoldingRegisters: 3,
  readInputRegisters: 4,
  writeSingleCoil: 5,
  writeSingleRegister: 6,
  writeMultipleCoils: 15,
  writeMultipleRegisters: 16,
} as const;

const coilValues: readonly number[] = [0x0000, 0xff00];

/**
 * Answers one request (function code and data) with a response of the same kind, after the Modbus application protocol
 * V1.1b3: unknown functions get exception 1, addresses without a register 2, wrong lengths and quantities 3.
 */
export function answerPdu(bank: RegisterBank, pdu: Buffer): Buffer {
  try {
    return respond(bank, pdu);
  } catch (thrown) {
    if (thrown instanceof ModbusException) return exceptionResponse(pdu, thrown.exceptionCode);
    throw thrown;
  }
}

export function exceptionResponse(pdu: Buffer, exceptionCode: number): Buffer {
  return Buffer.from([pdu.readUInt8(0) | 0x80, exceptionCode]);
}

export const silentTarget = (): ModbusException => new ModbusException('targetSilent');

function respond(bank: RegisterBank, pdu: Buffer): Buffer {
  switch (pdu.readUInt8(0)) {
    case functionCodes.readHoldingRegisters:
      return readRegisters(bank, 'holding', pdu);
    case functionCodes.readInputRegisters:
      return readRegisters(bank, 'input', pdu);
    case functionCodes.writeSingleRegister:
      return writeSingleRegister(bank, pdu);
    case functionCodes.writeMultipleRegisters:
      return writeMultipleRegisters(bank, pdu);
    case functionCodes.readCoils:
    case functionCodes.readDiscreteInputs:
      requireLength(pdu, 5);
      requireQuantity(pdu, maxReadBits);
      throw new ModbusException('illegalAddress');
    case functionCodes.writeSingleCoil:
      requireLength(pdu, 5);
      if (!coilValues.includes(pdu.readUInt16BE(3))) throw new ModbusException('illegalValue');
      throw new ModbusException('illegalAddress');
    case functionCodes.writeMultipleCoils:
      requireByteCount(pdu, Math.ceil(requireQuantity(pdu, maxWriteBits) / 8));
      throw new ModbusException('illegalAddress');
    default:
      throw new ModbusException('illegalFunction');
  }
}

function readRegisters(bank: RegisterBank, space: Space, pdu: Buffer): Buffer {
  requireLength(pdu, 5);
  const words = bank.read(space, pdu.readUInt16BE(1), requireQuantity(pdu, maxReadRegisters));
  const response = Buffer.alloc(2 + 2 * words.length);
  response.writeUInt8(pdu.readUInt8(0), 0);
  response.writeUInt8(2 * words.length, 1);
  words.forEach((word, index) => response.writeUInt16BE(word, 2 + 2 * index));
  return response;
}

function writeSingleRegister(bank: RegisterBank, pdu: Buffer): Buffer {
  requireLength(pdu, 5);
  bank.write(pdu.readUInt16BE(1), [pdu.readUInt16BE(3)]);
  return Buffer.from(pdu);
}

function writeMultipleRegisters(bank: RegisterBank, pdu: Buffer): Buffer {
  const quantity = requireQuantity(pdu, maxWriteRegisters);
  requireByteCount(pdu, 2 * quantity);
  const values = Array.from({ length: quantity }, (_, index) => pdu.readUInt16BE(6 + 2 * index));
  bank.write(pdu.readUInt16BE(1), values);
  return Buffer.from(pdu.subarray(0, 5));
}

function requireLength(pdu: Buffer, length: number): void {
  if (pdu.length !== length) throw new ModbusException('illegalValue');
}

function requireQuantity(pdu: Buffer, max: number): number {
  if (pdu.length < 5) throw new ModbusException('illegalValue');
  const quantity = pdu.readUInt16BE(3);
  if (quantity < 1 || quantity > max) throw new ModbusException('illegalValue');
  return quantity;
}

function requireByteCount(pdu: Buffer, byteCount: number): void {
  if (pdu.length !== 6 + byteCount || pdu.readUInt8(5) !== byteCount) throw new ModbusException('illegalValue');
}
