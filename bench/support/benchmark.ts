import type { Figure } from './figure.ts';

export interface Benchmark {
  readonly name: string;
  /** What it measures, in a sentence. */
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}

export interface BenchContext {
  /** Empty, on the project's disk, so that an fsync costs what it costs the gateway. */
  readonly folder: string;
  /** Factor on every measuring time: 1, or what `--quick` and `--full` make of it. */
  readonly scale: number;
  readonly say: (text: string) => void;
  /** Runs at the end of the benchmark, whether it succeeds or not; the latest first. */
  readonly onEnd: (cleanUp: () => Promise<void>) => void;
}

const rounds = 3;

/** Takes the measurement of each round, one after the other. */
export async function measureRounds<T>(
  { say }: BenchContext,
  measure: (round: number) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    results.push(await measure(round));
  }
  return results;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
