/**
 * Randomness that depends on seed, stream and instant only: an instant looks the same whether the plant came to it live,
 * was run ahead of it or was created at it.
 */

/** A stream's key from its name (FNV-1a). Made once, where the stream is declared. */
export function streamKey(name: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < name.length; position += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(position), 0x01000193);
  }
  return hash >>> 0;
}

/** The stream's value at a whole index, evenly spread over 0 ≤ value < 1. */
export function uniform(seed: number, stream: number, index: number): number {
  return mix(mix(seed ^ stream) ^ Math.imul(index, 0x9e3779b1)) / 0x1_0000_0000;
}

/** A smooth wander between −1 and 1 that takes a new course every `periodMs`. */
export function wander(seed: number, stream: number, epochMs: number, periodMs: number): number {
  const position = epochMs / periodMs;
  const index = Math.floor(position);
  const along = position - index;
  const weight = along * along * (3 - 2 * along);
  const before = uniform(seed, stream, index);
  const after = uniform(seed, stream, index + 1);
  return 2 * (before + (after - before) * weight) - 1;
}

/** A generator of 32-bit words for what has no instant, such as the garbage of a fault. */
export function randomWords(seed: number): () => number {
  let counter = 0;
  return () => mix(mix(seed) ^ Math.imul((counter += 1), 0x9e3779b1));
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
