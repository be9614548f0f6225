import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

interface Wait {
  /** Ends the sentence "not within … ms: ". */
  readonly what: string;
  readonly withinMs: number;
  readonly everyMs?: number;
  /** How much of the time since the start does not count. */
  readonly excusedMs?: () => number;
}

/** Asks again until there is an answer other than undefined and false; the answer and how long it took, milliseconds. */
export async function until<T>(
  ask: () => T | Promise<T>,
  { what, withinMs, everyMs = 50, excusedMs = () => 0 }: Wait,
): Promise<{ readonly answer: Exclude<T, undefined | false>; readonly afterMs: number }> {
  const startedAt = performance.now();
  for (;;) {
    const answer = await ask();
    const afterMs = performance.now() - startedAt;
    if (answer !== undefined && answer !== false) return { answer: answer as Exclude<T, undefined | false>, afterMs };
    if (afterMs > withinMs + excusedMs()) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(everyMs);
  }
}
