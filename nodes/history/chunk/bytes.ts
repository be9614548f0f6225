const bitsPerByte = 7;
const more = 0x80;
/** Below this, a number fits into the 32 bits of a shift. */
const shiftable = 2 ** 31;

/** Grows as it is written. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** What was written, until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= shiftable) {
      this.#bytes[this.#length++] = (rest % more) | more;
      rest = Math.floor(rest / more);
    }
    while (rest >= more) {
      this.#bytes[this.#length++] = (rest & (more - 1)) | more;
      rest >>>= bitsPerByte;
    }
    this.#bytes[this.#length++] = rest;
  }

  copy(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#length + count, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads what a `ByteWriter` wrote. Throws a RangeError behind the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError('it ends too early');
    return value;
  }

  varint(): number {
    let value = this.byte();
    if (value < more) return value;
    value -= more;
    for (let factor = more; ; factor *= more) {
      const next = this.byte();
      if (next < more) return value + next * factor;
      value += (next - more) * factor;
    }
  }

  /** The next whole numbers, as many as there is room for; a chunk has thousands, so small ones take no call each. */
  varints(numbers: Float64Array): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let position = 0; position < numbers.length; position += 1) {
      const value = bytes[at] ?? more;
      if (value < more) {
        numbers[position] = value;
        at += 1;
        continue;
      }
      this.#at = at;
      numbers[position] = this.varint();
      at = this.#at;
    }
    this.#at = at;
  }

  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    if (taken.length < count) throw new RangeError('it ends too early');
    this.#at += count;
    return taken;
  }
}
