/** The plant's own register encoder. It shares no code with the gateway's decoder, or a proof with it would be circular. */
export type WordOrder = 'big' | 'little';
export type RegisterType = keyof typeof types;

interface TypeEncoding {
  readonly words: 1 | 2;
  /** The bits that say "this device has no such value", as SunSpec and most makers have them. */
  readonly notImplemented: number;
  readonly bits: (raw: number) => number;
}

const view = new DataView(new ArrayBuffer(4));

const types = {
  uint16: { words: 1, notImplemented: 0xffff, bits: whole(0, 0xffff) },
  int16: { words: 1, notImplemented: 0x8000, bits: (raw) => whole(-0x8000, 0x7fff)(raw) & 0xffff },
  uint32: { words: 2, notImplemented: 0xffff_ffff, bits: whole(0, 0xffff_ffff) },
  int32: { words: 2, notImplemented: 0x8000_0000, bits: (raw) => whole(-0x8000_0000, 0x7fff_ffff)(raw) >>> 0 },
  float32: { words: 2, notImplemented: 0x7fc0_0000, bits: float32Bits },
} as const satisfies Record<string, TypeEncoding>;

export const wordsOf = (type: RegisterType): 1 | 2 => types[type].words;

/** A raw value as register words; undefined becomes the type's not-implemented value, a value out of range its limit. */
export function encodeWords(type: RegisterType, raw: number | undefined, wordOrder: WordOrder): readonly number[] {
  const { words, notImplemented, bits } = types[type];
  const encoded = raw === undefined ? notImplemented : bits(raw);
  if (words === 1) return [encoded];
  const [high, low] = [encoded >>> 16, encoded & 0xffff];
  return wordOrder === 'big' ? [high, low] : [low, high];
}

function whole(min: number, max: number): (raw: number) => number {
  return (raw) => Math.min(max, Math.max(min, Math.round(raw)));
}

function float32Bits(raw: number): number {
  view.setFloat32(0, raw);
  return view.getUint32(0);
}
