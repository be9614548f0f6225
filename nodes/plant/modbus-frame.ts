/** One Modbus TCP message: the header's transaction and unit, and the protocol data unit. */
export interface ModbusFrame {
  readonly transaction: number;
  readonly unit: number;
  readonly pdu: Buffer;
}

export interface SplitBytes {
  readonly frames: readonly ModbusFrame[];
  /** Start of a frame whose end has not come yet. */
  readonly rest: Buffer;
  /** The bytes are no Modbus TCP: where the next frame starts is unknowable, so the connection is of no more use. */
  readonly broken: boolean;
}

const headerLength = 7;
const lengthFieldEnd = 6;
const modbusProtocol = 0;
/** Unit and function code at least, unit and the longest PDU of 253 bytes at most. */
const minLength = 2;
const maxLength = 254;

/** Cuts received bytes into frames, however TCP joined or split them. */
export function splitFrames(bytes: Buffer): SplitBytes {
  const frames: ModbusFrame[] = [];
  let start = 0;
  while (bytes.length - start >= lengthFieldEnd) {
    const length = bytes.readUInt16BE(start + 4);
    const known = bytes.readUInt16BE(start + 2) === modbusProtocol && length >= minLength && length <= maxLength;
    if (!known) return { frames, rest: Buffer.alloc(0), broken: true };
    const end = start + lengthFieldEnd + length;
    if (end > bytes.length) break;
    frames.push({
      transaction: bytes.readUInt16BE(start),
      unit: bytes.readUInt8(start + 6),
      pdu: bytes.subarray(start + headerLength, end),
    });
    start = end;
  }
  return { frames, rest: bytes.subarray(start), broken: false };
}

export function encodeFrame({ transaction, unit, pdu }: ModbusFrame): Buffer {
  const bytes = Buffer.alloc(headerLength + pdu.length);
  bytes.writeUInt16BE(transaction, 0);
  bytes.writeUInt16BE(modbusProtocol, 2);
  bytes.writeUInt16BE(1 + pdu.length, 4);
  bytes.writeUInt8(unit, 6);
  pdu.copy(bytes, headerLength);
  return bytes;
}
