/** First byte of a whole text message (RFC 6455, 5.2): final fragment, opcode 1. */
const wholeText = 0x81;
const longest7Bit = 125;
const longest16Bit = 0xffff;

/**
 * A text message as a server sends it without compression (RFC 6455, 5.2): unmasked, so the same bytes for every client.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length <= longest7Bit ? 2 : length <= longest16Bit ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = wholeText;
  if (headerLength === 2) {
    frame[1] = length;
  } else if (headerLength === 4) {
    frame[1] = longest7Bit + 1;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = longest7Bit + 2;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
