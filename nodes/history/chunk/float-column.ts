import type { ByteReader, ByteWriter } from './bytes.ts';

const valueBytes = Float64Array.BYTES_PER_ELEMENT;

/**
 * All first bytes, then all second bytes, …: neighbours are alike in the bytes of their exponents, which deflate finds.
 * Little-endian, like every processor that Node.js 24 runs on.
 */
export function writeFloats(writer: ByteWriter, values: Float64Array): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const shuffled = new Uint8Array(bytes.length);
  for (let row = 0, at = 0; row < values.length; row += 1) {
    for (let byte = 0; byte < valueBytes; byte += 1) shuffled[byte * values.length + row] = bytes[at++] ?? 0;
  }
  writer.copy(shuffled);
}

/** Fills a column with what `writeFloats` wrote. */
export function readFloats(reader: ByteReader, values: Float64Array): void {
  const rows = values.length;
  const shuffled = reader.take(valueBytes * rows);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let byte = 0; byte < valueBytes; byte += 1) bytes[at++] = shuffled[byte * rows + row] ?? 0;
  }
}
