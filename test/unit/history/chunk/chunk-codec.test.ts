import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type ChunkContent, decodeChunk, encodeChunk } from '../../../../nodes/history/chunk/chunk-codec.ts';
import { Random } from '../../../faults/support/random.ts';

const startMs = Date.UTC(2026, 1, 21, 6);
const golden = path.join(import.meta.dirname, 'golden');

/** Ends in hundredths, so that their differences are small whole numbers. */
function walk(random: Random, count: number): Float64Array {
  let hundredths = 3200;
  return Float64Array.from({ length: count }, () => (hundredths += Math.round(random.between(-10, 10))) / 100);
}

function regularTimes(count: number, periodMs: number): Float64Array {
  return Float64Array.from({ length: count }, (_, cycle) => startMs + cycle * periodMs);
}

const flat = (content: ChunkContent): number[][] => [content.times, ...content.columns].map((column) => [...column]);

const goldenChunks: Readonly<Record<string, ChunkContent>> = {
  'raw-decimals': {
    times: Float64Array.of(startMs, startMs + 5003, startMs + 9998, startMs + 15_001),
    columns: [Float64Array.of(32.14, 32.2, NaN, 31.8), Float64Array.of(0, 0, 2, 1)],
  },
  'raw-floats': {
    times: Float64Array.of(startMs, startMs + 1000),
    columns: [Float64Array.of(Math.PI, -0), Float64Array.of(0, 0)],
  },
  'bucket-columns': {
    times: regularTimes(60, 60_000),
    columns: [new Float64Array(60).fill(12), regularTimes(60, 7), new Float64Array(60).fill(NaN)],
  },
};

describe('chunk codec', () => {
  it('gives back any table, to the bit', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer().map((number) => number / 100),
      fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 49, -(2 ** 49), 2 ** 53, Number.MIN_VALUE, 1e-6, 0.1 + 0.2),
    );
    const table = fc.tuple(fc.nat(40), fc.nat(4)).chain(([rows, columns]) => {
      const column = fc.array(value, { minLength: rows, maxLength: rows }).map((each) => Float64Array.from(each));
      return fc.tuple(column, fc.array(column, { minLength: columns, maxLength: columns }));
    });
    fc.assert(
      fc.property(table, ([times, columns]) => {
        // deepEqual tells minus zero from zero, and takes NaN for NaN.
        assert.deepEqual(flat(decodeChunk(encodeChunk({ times, columns }))), flat({ times, columns }));
      }),
      { numRuns: 500 },
    );
  });

  it('sees every changed byte', () => {
    const bytes = encodeChunk(goldenChunks['raw-decimals']!);
    for (const [position, byte] of bytes.entries()) {
      const changed = Uint8Array.from(bytes).fill(byte ^ 0x10, position, position + 1);
      assert.throws(() => decodeChunk(changed), { code: 'chunk_damaged' }, `byte ${position}`);
    }
  });

  it('sees every cut', () => {
    const bytes = encodeChunk(goldenChunks['raw-decimals']!);
    for (let length = 0; length < bytes.length; length += 1) {
      assert.throws(() => decodeChunk(bytes.subarray(0, length)), { code: 'chunk_damaged' }, `${length} bytes`);
    }
  });

  it('refuses a version that it does not know', () => {
    const bytes = encodeChunk(goldenChunks['raw-decimals']!);
    bytes[0] = 2;
    assert.throws(() => decodeChunk(bytes), { code: 'chunk_damaged', message: /version 2/ });
  });

  for (const [name, content] of Object.entries(goldenChunks)) {
    it(`still reads the chunks of version 1: ${name}`, () => {
      const stored = Buffer.from(readFileSync(path.join(golden, `${name}.hex`), 'utf8').trim(), 'hex');
      assert.deepEqual(flat(decodeChunk(stored)), flat(content));
    });
  }

  it('takes few bytes for a sample', () => {
    const random = new Random(1);
    const times = regularTimes(120, 5000).map((ts) => ts + Math.round(random.between(-15, 15)));
    const quality = new Float64Array(120);
    const bytesOf = (values: Float64Array): number => encodeChunk({ times, columns: [values, quality] }).length / 120;
    const decimals = bytesOf(walk(random, 120));
    const anyFloats = bytesOf(Float64Array.from({ length: 120 }, () => random.next()));
    console.log(`      ${decimals.toFixed(2)} bytes of 0.01 steps, ${anyFloats.toFixed(2)} of any floats`);
    assert.ok(decimals < 3, `${decimals} bytes`);
    assert.ok(anyFloats < 9.5, `${anyFloats} bytes`);
  });
});
