/** One message of Modbus TCP: who is asked, and the protocol data unit (function code and data). */
export interface TcpFrame {
  /** Chosen by the master; the answer carries the same. */
  readonly transaction: number;
  readonly unit: number;
  readonly pdu: Buffer;
}

export interface ReceivedFrames {
  readonly frames: readonly TcpFrame[];
  /** Bytes of a frame that has not come to its end. */
  readonly rest: Buffer;
  /** False once the bytes cannot be Modbus TCP: no later frame can be found in them. */
  readonly isModbus: boolean;
}

/** Transaction, protocol and length, two bytes each; the length counts what follows: unit and data unit. */
const prefixBytes = 6;
const unitBytes = 1;
const longestPduBytes = 253;

/** Takes the whole frames out of the bytes that have come so far (Modbus messaging on TCP/IP V1.0b, section 3.1.3). */
export function takeFrames(bytes: Buffer): ReceivedFrames {
  const frames: TcpFrame[] = [];
  let rest = bytes;
  while (rest.length >= prefixBytes) {
    const pduBytes = rest.readUInt16BE(4) - unitBytes;
    if (rest.readUInt16BE(2) !== 0 || pduBytes < 1 || pduBytes > longestPduBytes) {
      return { frames, rest: Buffer.alloc(0), isModbus: false };
    }
    const frameBytes = prefixBytes + unitBytes + pduBytes;
    if (rest.length < frameBytes) break;
    const pdu = rest.subarray(prefixBytes + unitBytes, frameBytes);
    frames.push({ transaction: rest.readUInt16BE(0), unit: rest.readUInt8(prefixBytes), pdu });
    rest = rest.subarray(frameBytes);
  }
  return { frames, rest, isModbus: true };
}

export function frameBytes({ transaction, unit, pdu }: TcpFrame): Buffer {
  const prefix = Buffer.alloc(prefixBytes + unitBytes);
  prefix.writeUInt16BE(transaction, 0);
  prefix.writeUInt16BE(unitBytes + pdu.length, 4);
  prefix.writeUInt8(unit, prefixBytes);
  return Buffer.concat([prefix, pdu]);
}
