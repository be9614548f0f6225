/** The plant's own register encoder. It shares no code with the gateway's decoder, or a proof with it would be circular. */
export type WordOrder = 'big' | 'little';
export type RegisterType = keyof typeof types;

interface TypeEncoding {
  readonly words: 1 | 2;
  /** The bits that say "this device has no such value", as SunSpec and most makers have them. */
  readonly notImplemented: number;
  /** The nearest number that the type can hold; NaN stays NaN. */
  readonly nearest: (raw: number) => number;
  readonly bits: (held: number) => number;
}

const view = new DataView(new ArrayBuffer(4));

const types = {
  uint16: { words: 1, notImplemented: 0xffff, nearest: whole(0, 0xffff), bits: (held) => held },
  int16: { words: 1, notImplemented: 0x8000, nearest: whole(-0x8000, 0x7fff), bits: (held) => held & 0xffff },
  uint32: { words: 2, notImplemented: 0xffff_ffff, nearest: whole(0, 0xffff_ffff), bits: (held) => held },
  int32: {
    words: 2,
    notImplemented: 0x8000_0000,
    nearest: whole(-0x8000_0000, 0x7fff_ffff),
    bits: (held) => held >>> 0,
  },
  float32: { words: 2, notImplemented: 0x7fc0_0000, nearest: Math.fround, bits: float32Bits },
} as const satisfies Record<string, TypeEncoding>;

export const wordsOf = (type: RegisterType): 1 | 2 => types[type].words;

/** What a register of this type holds for a raw value: the nearest number; NaN stays NaN. */
export const nearestRaw = (type: RegisterType): ((raw: number) => number) => types[type].nearest;

/** A raw value as register words; undefined becomes the type's not-implemented value, a value out of range its limit. */
export function encodeWords(type: RegisterType, raw: number | undefined, wordOrder: WordOrder): readonly number[] {
  const { words, notImplemented, nearest, bits } = types[type];
  const encoded = raw === undefined ? notImplemented : bits(nearest(raw));
  if (words === 1) return [encoded];
  const [high, low] = [encoded >>> 16, encoded & 0xffff];
  return wordOrder === 'big' ? [high, low] : [low, high];
}

function whole(min: number, max: number): (raw: number) => number {
  return (raw) => {
    const rounded = Math.round(raw);
    if (rounded < min) return min;
    // Adding 0 turns -0 into 0.
    return rounded > max ? max : rounded + 0;
  };
}

function float32Bits(raw: number): number {
  view.setFloat32(0, raw);
  return view.getUint32(0);
}
