import { defineErrors, textOf } from '../kernel/index.ts';

/** Reads holding registers by protocol address. Rejects when the device does not answer. */
export type ReadHolding = (address: number, quantity: number) => Promise<ArrayLike<number>>;

/** "SunS" in two registers. */
const mark = [0x5375, 0x6e53] as const;
const endOfChain = 0xffff;
const mostModels = 200;
const lastAddress = 0xffff;

const errors = defineErrors({
  sunspec_not_found: {
    status: 503,
    message: ({ limit, value }) => `no SunSpec device at ${limit}: ${String(value)}`,
  },
  sunspec_chain_broken: {
    status: 503,
    message: ({ field, limit, value }) =>
      `the SunSpec model chain is broken at ${field}: ${limit}, found ${String(value)}`,
  },
});

/**
 * Walks a device's SunSpec model chain: "SunS" at one of the bases, then pairs of model id and length up to 0xFFFF.
 * Returns the address of each model's first register after its length, the register that offset 0 of a profile means.
 * The first of several instances of a model counts. Source: SunSpec Device Information Model Specification.
 * @throws sunspec_not_found, sunspec_chain_broken; what `read` rejects with inside the chain
 */
export async function findModels(read: ReadHolding, bases: readonly number[]): Promise<Map<number, number>> {
  return walk(read, await findBase(read, bases));
}

async function findBase(read: ReadHolding, bases: readonly number[]): Promise<number> {
  const found: string[] = [];
  for (const base of bases) {
    try {
      const words = await read(base, mark.length);
      if (mark.every((word, index) => words[index] === word)) return base;
      found.push(`${base} holds ${hexOf(words)}`);
    } catch (thrown) {
      // A device may refuse addresses that it does not have; the next base may still answer.
      found.push(`${base}: ${textOf(thrown)}`);
    }
  }
  throw errors.sunspec_not_found({ limit: bases.join(', '), value: found.join('; ') });
}

async function walk(read: ReadHolding, base: number): Promise<Map<number, number>> {
  const models = new Map<number, number>();
  let address = base + mark.length;
  for (let count = 0; count < mostModels; count++) {
    const [id, length] = await headerAt(read, address);
    if (id === endOfChain) return models;
    const first = address + 2;
    if (!models.has(id)) models.set(id, first);
    address = first + length;
    if (address >= lastAddress) {
      throw errors.sunspec_chain_broken({
        field: `model ${id}`,
        limit: `the chain must end before register ${lastAddress}`,
        value: `length ${length} at register ${first - 1}`,
      });
    }
  }
  throw errors.sunspec_chain_broken({
    field: `register ${address}`,
    limit: `at most ${mostModels} models`,
    value: 'no end of the chain',
  });
}

async function headerAt(read: ReadHolding, address: number): Promise<[id: number, length: number]> {
  const words = await read(address, 2);
  const [id, length] = [words[0], words[1]];
  if (id === undefined || (length === undefined && id !== endOfChain)) {
    throw errors.sunspec_chain_broken({
      field: `register ${address}`,
      limit: '2 registers expected',
      value: `${words.length} registers`,
    });
  }
  return [id, length ?? 0];
}

function hexOf(words: ArrayLike<number>): string {
  return Array.from(words, (word) => word.toString(16).padStart(4, '0')).join(' ');
}
