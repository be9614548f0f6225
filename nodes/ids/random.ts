/** Random numbers that a seed fixes, so that a training or a simulation can be repeated to the byte. */
export interface Random {
  /** Evenly spread over 0 ≤ value < 1. */
  uniform(): number;
  /** A whole number, 0 ≤ value < `limit`. */
  below(limit: number): number;
  /** Standard normal, by Box and Muller. */
  normal(): number;
}

/** A Weyl sequence whose words are mixed by the finaliser of MurmurHash3. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return ((word ^ (word >>> 16)) >>> 0) / 0x1_0000_0000;
  };
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
