import { type BusbarError, defineErrors } from '../kernel/index.ts';
import type { ProfileConnection, ProfilePoint, RegisterType } from './profile.ts';

/** What of a profile's connection decides how words become numbers. */
export type WireFormat = Pick<ProfileConnection, 'wordOrder' | 'byteOrder' | 'sunspec'>;

/** A register's value in engineering units, or why there is none. */
export type Decoded = { readonly value: number } | { readonly invalid: string };

const errors = defineErrors({
  register_range: {
    status: 422,
    message: ({ field, limit, value }) => `${field} cannot hold ${String(value)}: ${limit}`,
  },
});

interface RegisterFormat {
  readonly words: 1 | 2 | 4;
  readonly integer: boolean;
  /** Raw numbers that can be written; for 64 bits the last ones that a double holds exactly. */
  readonly min: number;
  readonly max: number;
  /** SunSpec's "not implemented" as `read` returns it. NaN of the floats is caught with every other non-number. */
  readonly notImplemented?: number;
  readonly read: () => number;
  readonly write: (raw: number) => void;
}

/** Bytes of the value at hand, most significant first. One for all: decoding allocates no buffers. */
const bytes = new DataView(new ArrayBuffer(8));
const two32 = 2 ** 32;

const formats: Readonly<Record<RegisterType, RegisterFormat>> = {
  bool: {
    words: 1,
    integer: true,
    min: 0,
    max: 1,
    read: () => (bytes.getUint16(0) === 0 ? 0 : 1),
    write: (raw) => bytes.setUint16(0, raw),
  },
  int16: {
    words: 1,
    integer: true,
    min: -0x8000,
    max: 0x7fff,
    notImplemented: -0x8000,
    read: () => bytes.getInt16(0),
    write: (raw) => bytes.setInt16(0, raw),
  },
  uint16: {
    words: 1,
    integer: true,
    min: 0,
    max: 0xffff,
    notImplemented: 0xffff,
    read: () => bytes.getUint16(0),
    write: (raw) => bytes.setUint16(0, raw),
  },
  int32: {
    words: 2,
    integer: true,
    min: -0x80000000,
    max: 0x7fffffff,
    notImplemented: -0x80000000,
    read: () => bytes.getInt32(0),
    write: (raw) => bytes.setInt32(0, raw),
  },
  uint32: {
    words: 2,
    integer: true,
    min: 0,
    max: 0xffffffff,
    notImplemented: 0xffffffff,
    read: () => bytes.getUint32(0),
    write: (raw) => bytes.setUint32(0, raw),
  },
  int64: {
    words: 4,
    integer: true,
    min: -(2 ** 63),
    max: 2 ** 63 - 1024,
    notImplemented: -(2 ** 63),
    read: () => bytes.getInt32(0) * two32 + bytes.getUint32(4),
    write: (raw) => bytes.setBigInt64(0, BigInt(raw)),
  },
  uint64: {
    words: 4,
    integer: true,
    min: 0,
    max: 2 ** 64 - 2048,
    notImplemented: 2 ** 64,
    read: () => bytes.getUint32(0) * two32 + bytes.getUint32(4),
    write: (raw) => bytes.setBigUint64(0, BigInt(raw)),
  },
  float32: {
    words: 2,
    integer: false,
    min: -(2 - 2 ** -23) * 2 ** 127,
    max: (2 - 2 ** -23) * 2 ** 127,
    read: () => bytes.getFloat32(0),
    write: (raw) => bytes.setFloat32(0, raw),
  },
  float64: {
    words: 4,
    integer: false,
    min: -Number.MAX_VALUE,
    max: Number.MAX_VALUE,
    read: () => bytes.getFloat64(0),
    write: (raw) => bytes.setFloat64(0, raw),
  },
};

/** Registers (or bits of a coil table) that a value of this type takes. */
export function wordsOf(type: RegisterType): 1 | 2 | 4 {
  return formats[type].words;
}

/** The raw numbers that a register of this type can be given. */
export function rawRangeOf(type: RegisterType): readonly [min: number, max: number] {
  return [formats[type].min, formats[type].max];
}

/**
 * Reads one point out of a device's answer: engineering value = sign × (raw × scale × 10^exponent + shift), or 0 and 1
 * for a masked point. Not implemented, not finite and out of the physical range are invalid, never clamped.
 * `offset` is where the point's words begin; `exponent` is the value of its SunSpec scale factor register.
 */
export function decodePoint(
  point: ProfilePoint,
  wire: WireFormat,
  words: ArrayLike<number>,
  offset: number,
  exponent = 0,
): Decoded {
  const format = formats[point.type];
  loadBytes(format.words, wire, words, offset);
  const raw = format.read();
  if (raw === notImplementedOf(point, wire)) return { invalid: 'not implemented by the device' };
  if (point.mask !== undefined) return { value: (raw & point.mask) === 0 ? 0 : 1 };
  return judged(point, engineering(point, raw, exponent));
}

/**
 * The words to write for a value in engineering units, rounded to the nearest step.
 * @throws register_range (422) naming point, limit and value when the value is not finite, outside the point's writable
 * range, does not fit the register, or would read back more than half a step away.
 */
export function encodePoint(point: ProfilePoint, wire: WireFormat, value: number, exponent = 0): number[] {
  if (!Number.isFinite(value)) throw misfit(point, value, 'the value must be a finite number');
  const { write } = point;
  if (write && (value < write.min || value > write.max)) {
    throw misfit(point, value, `${write.min} to ${write.max} ${point.unit}`);
  }
  const format = formats[point.type];
  const raw = rawOf(point, value, exponent, format.integer);
  if (raw < format.min || raw > format.max) {
    throw misfit(point, value, wireRangeText(point, format, exponent));
  }
  if (raw === notImplementedOf(point, wire))
    throw misfit(point, value, 'this number is reserved for "not implemented"');
  format.write(raw);
  const readBack = engineering(point, format.read(), exponent);
  if (Math.abs(readBack - value) > toleranceOf(point, format, raw, value, exponent)) {
    throw misfit(point, value, `the nearest value on the wire is ${readBack} ${point.unit}`);
  }
  return storeBytes(format.words, wire);
}

/** Smallest change of an integer register in engineering units. */
export function stepOf(point: ProfilePoint, exponent = 0): number {
  return Math.abs(scaled(1, scaleOf(point, exponent)));
}

/** Exponent of a SunSpec scale factor register, or null when it is not implemented or outside -10..10. */
export function decodeScaleFactor(word: number): number | null {
  const exponent = (word << 16) >> 16;
  return Math.abs(exponent) <= 10 ? exponent : null;
}

function loadBytes(count: number, wire: WireFormat, words: ArrayLike<number>, offset: number): void {
  for (let place = 0; place < count; place++) {
    const index = wire.wordOrder === 'big' ? place : count - 1 - place;
    bytes.setUint16(2 * place, words[offset + index] ?? 0, wire.byteOrder === 'little');
  }
}

function storeBytes(count: number, wire: WireFormat): number[] {
  const words = Array.from({ length: count }, (_, place) => bytes.getUint16(2 * place, wire.byteOrder === 'little'));
  return wire.wordOrder === 'big' ? words : words.reverse();
}

// Adding 0 turns -0 into 0, here and below.
function engineering(point: ProfilePoint, raw: number, exponent: number): number {
  return point.sign * (scaled(raw, scaleOf(point, exponent)) + point.shift) + 0;
}

function rawOf(point: ProfilePoint, value: number, exponent: number, integer: boolean): number {
  const raw = (point.sign * value - point.shift) / scaleOf(point, exponent);
  return (integer ? Math.round(raw) : raw) + 0;
}

function scaleOf(point: ProfilePoint, exponent: number): number {
  if (exponent === 0) return point.scale;
  return exponent > 0 ? point.scale * 10 ** exponent : point.scale / 10 ** -exponent;
}

/** Divides by 10 rather than multiplying by 0.1, so that raw 723 reads 72.3 and not 72.30000000000001. */
function scaled(raw: number, scale: number): number {
  const divisor = Math.round(1 / scale);
  return Math.abs(divisor * scale - 1) < 1e-12 ? raw / divisor : raw * scale;
}

function notImplementedOf(point: ProfilePoint, wire: WireFormat): number | undefined {
  return point.notImplemented ?? (wire.sunspec ? formats[point.type].notImplemented : undefined);
}

function judged(point: ProfilePoint, value: number): Decoded {
  if (!Number.isFinite(value)) return { invalid: 'not a finite number' };
  const { range, unit } = point;
  if (range && (value < range[0] || value > range[1])) {
    return { invalid: `${value} ${unit} is outside the physical range ${range[0]} to ${range[1]} ${unit}` };
  }
  return { value };
}

/** Half a step of the register, plus what the arithmetic itself may lose. */
function toleranceOf(
  point: ProfilePoint,
  format: RegisterFormat,
  raw: number,
  value: number,
  exponent: number,
): number {
  const step = format.integer ? 1 : floatStep(format.words, raw);
  const arithmetic = 8 * Number.EPSILON * (Math.abs(value) + Math.abs(point.shift));
  return (step * Math.abs(scaleOf(point, exponent))) / 2 + arithmetic;
}

/** Distance between neighbouring floats of 2 or 4 words at this magnitude, IEEE 754. */
function floatStep(words: number, raw: number): number {
  const [fractionBits, smallestExponent] = words === 2 ? [23, -126] : [52, -1022];
  const exponent = raw === 0 ? smallestExponent : Math.max(Math.floor(Math.log2(Math.abs(raw))), smallestExponent);
  return 2 ** (exponent - fractionBits);
}

function wireRangeText(point: ProfilePoint, format: RegisterFormat, exponent: number): string {
  const ends = [engineering(point, format.min, exponent), engineering(point, format.max, exponent)];
  return `${Math.min(...ends)} to ${Math.max(...ends)} ${point.unit} fit its ${point.type} register`;
}

function misfit(point: ProfilePoint, value: number, limit: string): BusbarError {
  return errors.register_range({ field: point.name, limit, value });
}
