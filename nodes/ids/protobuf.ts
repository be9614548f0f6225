/** The part of the protobuf wire format that ONNX needs: https://protobuf.dev/programming-guides/encoding/ */

export type Field = Buffer;

const wireVarint = 0;
const wireBytes = 2;

export function intField(number: number, value: number): Field {
  return Buffer.from([...varint((number << 3) | wireVarint), ...varint(value)]);
}

function bytesField(number: number, content: Buffer): Field {
  return Buffer.concat([tag(number, wireBytes), Buffer.from(varint(content.length)), content]);
}

export function textField(number: number, text: string): Field {
  return bytesField(number, Buffer.from(text));
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, Buffer.concat(fields));
}

/** Repeated numbers in their packed form. */
export function packedInts(number: number, values: readonly number[]): Field {
  return bytesField(number, Buffer.from(values.flatMap(varint)));
}

export function packedFloats(number: number, values: readonly number[]): Field {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, 4 * index);
  return bytesField(number, bytes);
}

function tag(number: number, wireType: number): Buffer {
  return Buffer.from(varint((number << 3) | wireType));
}

/** Base 128, the least significant group first; for whole numbers that are not negative. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}
