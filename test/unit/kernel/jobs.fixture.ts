import { threadId } from 'node:worker_threads';

/** Jobs for the worker pool's tests. */
let running = 0;

/** Resolves with the thread that ran it and how many jobs ran in it at that moment. */
export async function busy(ms: number): Promise<{ thread: number; together: number }> {
  running += 1;
  await new Promise((resolve) => setTimeout(resolve, ms));
  const together = running;
  running -= 1;
  return { thread: threadId, together };
}

export function fail(text: string): never {
  throw new RangeError(text);
}

export function exit(): never {
  process.exit(1);
}
