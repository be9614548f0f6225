import type { ReadFunction } from '../register-map.ts';
import type { OperationRequest } from '../traffic.ts';
import { ModbusException } from './modbus-exception.ts';

/** Registers, or bits of the coil and discrete tables, that a master wants to see. */
export interface MasterRead {
  readonly kind: 'read';
  readonly functionCode: ReadFunction;
  readonly address: number;
  readonly quantity: number;
}

/** Words that a master wants to put into holding registers. */
export interface MasterWrite {
  readonly kind: 'write';
  readonly functionCode: 6 | 16;
  readonly address: number;
  readonly words: readonly number[];
}

const mostBits = 2000;
const mostRegistersRead = 125;
const mostRegistersWritten = 123;
const addressSpace = 0x10000;

const bitReads: ReadonlySet<number> = new Set([1, 2]);
/** Functions whose data begins with an address and a quantity. */
const addressedBlocks: ReadonlySet<number> = new Set([1, 2, 3, 4, 15, 16, 23]);
/** Functions whose data begins with the address of one coil or register. */
const addressedSingles: ReadonlySet<number> = new Set([5, 6, 22]);
const writes: ReadonlySet<number> = new Set([5, 6, 15, 16, 22, 23]);

/** True for every function that changes something on a device, whether or not the port carries it out. */
export function isWrite(functionCode: number): boolean {
  return writes.has(functionCode);
}

/**
 * Reads a request (Modbus application protocol V1.1b3, section 6).
 * @throws ModbusException 1 for a function that the port does not serve, 2 for addresses beyond the last one, 3 for a
 * wrong length or quantity.
 */
export function parseRequest(pdu: Buffer): MasterRead | MasterWrite {
  const functionCode = pdu.readUInt8(0);
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
      return parseRead(pdu, functionCode);
    case 6:
      requireLength(pdu, 5);
      return { kind: 'write', functionCode, address: pdu.readUInt16BE(1), words: [pdu.readUInt16BE(3)] };
    case 16:
      return parseMultipleWrite(pdu);
    default:
      throw new ModbusException('illegalFunction', `function ${functionCode} is not served`);
  }
}

function parseRead(pdu: Buffer, functionCode: ReadFunction): MasterRead {
  requireLength(pdu, 5);
  const request = { kind: 'read', functionCode, address: pdu.readUInt16BE(1), quantity: pdu.readUInt16BE(3) } as const;
  requireBlock(request.address, request.quantity, bitReads.has(functionCode) ? mostBits : mostRegistersRead);
  return request;
}

function parseMultipleWrite(pdu: Buffer): MasterWrite {
  if (pdu.length < 6) throw wrongLength(pdu);
  const [address, quantity] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)];
  requireBlock(address, quantity, mostRegistersWritten);
  if (pdu.readUInt8(5) !== 2 * quantity) {
    throw new ModbusException('illegalValue', `${quantity} registers take ${2 * quantity} bytes, not ${pdu[5]}`);
  }
  requireLength(pdu, 6 + 2 * quantity);
  const words = Array.from({ length: quantity }, (_, position) => pdu.readUInt16BE(6 + 2 * position));
  return { kind: 'write', functionCode: 16, address, words };
}

function requireLength(pdu: Buffer, length: number): void {
  if (pdu.length !== length) throw wrongLength(pdu);
}

function wrongLength(pdu: Buffer): ModbusException {
  return new ModbusException('illegalValue', `a request of function ${pdu[0]} cannot be ${pdu.length} bytes long`);
}

function requireBlock(address: number, quantity: number, most: number): void {
  if (quantity < 1 || quantity > most) {
    throw new ModbusException('illegalValue', `the quantity must be 1 to ${most}, not ${quantity}`);
  }
  if (address + quantity > addressSpace) {
    throw new ModbusException('illegalAddress', `there are no addresses above ${addressSpace - 1}`);
  }
}

/** What of a request the traffic tells, as far as its bytes go: a request that is refused counts too. */
export function operationOf(pdu: Buffer): OperationRequest {
  const functionCode = pdu.readUInt8(0);
  const wordAt = (offset: number): number => (pdu.length >= offset + 2 ? pdu.readUInt16BE(offset) : 0);
  if (addressedBlocks.has(functionCode)) return { functionCode, address: wordAt(1), quantity: wordAt(3) };
  if (addressedSingles.has(functionCode)) return { functionCode, address: wordAt(1), quantity: 1 };
  return { functionCode, address: 0, quantity: 0 };
}

/** The response to a read; `values` are words, or 0 and 1 for the bit tables. */
export function readResponse(functionCode: ReadFunction, values: readonly number[]): Buffer {
  const data = bitReads.has(functionCode) ? packedBits(values) : bigEndianWords(values);
  return Buffer.concat([Buffer.from([functionCode, data.length]), data]);
}

/** The response to a write that was carried out: both functions repeat the first five bytes of their request. */
export function writeResponse(request: Buffer): Buffer {
  return Buffer.from(request.subarray(0, 5));
}

export function exceptionResponse(request: Buffer, code: number): Buffer {
  return Buffer.from([request.readUInt8(0) | 0x80, code]);
}

function packedBits(bits: readonly number[]): Buffer {
  const packed = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [position, bit] of bits.entries()) {
    const byte = position >> 3;
    packed.writeUInt8(packed.readUInt8(byte) | (bit << (position & 7)), byte);
  }
  return packed;
}

function bigEndianWords(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * words.length);
  for (const [position, word] of words.entries()) bytes.writeUInt16BE(word, 2 * position);
  return bytes;
}
