import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { textOf } from '../../kernel/index.ts';
import { errors } from '../history-errors.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readFloats, writeFloats } from './float-column.ts';
import { readScaled, scaledColumn, writeScaled } from './integer-column.ts';

/** A table of one time column and further columns of the same length. */
export interface ChunkContent {
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  readonly columns: readonly Float64Array[];
}

const version = 1;
const plain = 0;
const deflated = 1;
const headBytes = 6;
const floats = 0;
const scaled = 1;
/** A chunk is a few kilobytes: a larger window would only cost its setting up. */
const deflateOptions = { level: 6, windowBits: 13, memLevel: 6 };

/**
 * Packs a table, lossless to the bit. Layout: version, compression (0 none, 1 raw deflate), CRC-32 of all other bytes in
 * little-endian order, then the body: rows, columns, and of each column its kind and values. Decimal values become whole
 * numbers, of which the differences are written; other values are written as they are, their bytes sorted by weight.
 */
export function encodeChunk({ times, columns }: ChunkContent): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(times.length);
  writer.varint(columns.length);
  for (const column of [times, ...columns]) writeColumn(writer, column);
  const body = writer.bytes;
  const packed = deflateRawSync(body, deflateOptions);
  return packed.length < body.length ? sealed(deflated, packed) : sealed(plain, body);
}

/** Throws `chunk_damaged`, also for a version that this program does not know. */
export function decodeChunk(bytes: Uint8Array): ChunkContent {
  try {
    return readBody(new ByteReader(bodyOf(bytes)));
  } catch (thrown) {
    throw errors.chunk_damaged({ field: `of ${bytes.length} bytes`, value: textOf(thrown) });
  }
}

function sealed(compression: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + body.length);
  bytes[0] = version;
  bytes[1] = compression;
  bytes.set(body, headBytes);
  new DataView(bytes.buffer).setUint32(2, checksumOf(bytes), true);
  return bytes;
}

function bodyOf(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== version) throw new Error(`it has the version ${String(bytes[0])}, not ${version}`);
  if (bytes.length < headBytes) throw new Error('it ends too early');
  const checksum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true);
  if (checksum !== checksumOf(bytes)) throw new Error('its checksum is wrong');
  const body = bytes.subarray(headBytes);
  return bytes[1] === deflated ? inflateRawSync(body) : body;
}

function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(headBytes), crc32(bytes.subarray(0, 2)));
}

function writeColumn(writer: ByteWriter, values: Float64Array): void {
  const column = scaledColumn(values);
  writer.byte(column ? scaled : floats);
  if (column) writeScaled(writer, column);
  else writeFloats(writer, values);
}

function readBody(reader: ByteReader): ChunkContent {
  const rows = reader.varint();
  const count = reader.varint();
  // One piece of memory for all columns: many small ones would each burden the garbage collector.
  const table = new Float64Array(rows * (count + 1));
  const [times = table, ...columns] = Array.from({ length: count + 1 }, (_, at) => {
    const column = table.subarray(at * rows, (at + 1) * rows);
    if (reader.byte() === scaled) readScaled(reader, column);
    else readFloats(reader, column);
    return column;
  });
  return { times, columns };
}
