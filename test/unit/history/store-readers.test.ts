import assert from 'node:assert/strict';
import { StoreReaders } from '../../../nodes/history/store-readers.ts';
import type { StoreThread } from '../../../nodes/history/store-thread.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { settled } from '../safety/guarded-battery.ts';

/** A thread that answers when it is told to. */
class HeldThread {
  readonly #waiting: (() => void)[] = [];
  readonly name: string;
  closed = false;

  constructor(name: string) {
    this.name = name;
  }

  get pending(): number {
    return this.#waiting.length;
  }

  call(): Promise<unknown> {
    return new Promise((resolve) => this.#waiting.push(() => resolve(this.name)));
  }

  answer(): void {
    this.#waiting.shift()?.();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

describe('store readers', () => {
  let clock: ManualClock;
  let threads: HeldThread[];
  let reports: string[];
  let readers: StoreReaders;
  let refuses: boolean;

  beforeEach(async () => {
    clock = new ManualClock();
    threads = [];
    reports = [];
    refuses = false;
    readers = await StoreReaders.open({
      open(name) {
        if (refuses) return Promise.reject(new Error('no room'));
        const thread = new HeldThread(name);
        threads.push(thread);
        return Promise.resolve(thread as unknown as StoreThread);
      },
      clock,
      report: (text) => reports.push(text),
    });
  });
  const read = (): Promise<unknown> => readers.read({ name: 'x', argument: undefined });

  it('are one while it pauses now and then', async () => {
    for (let count = 0; count < 10; count += 1) {
      const answers = [read(), read()];
      clock.advance(150);
      threads[0]!.answer();
      threads[0]!.answer();
      assert.deepEqual(await Promise.all(answers), ['store reader 1', 'store reader 1']);
      clock.advance(1000);
    }
    assert.equal(readers.all.length, 1);
  });

  it('are one under load without a pause, as long as each read is soon answered', async () => {
    const answers = [read(), read()];
    for (let count = 0; count < 100; count += 1) {
      clock.advance(90);
      threads[0]!.answer();
      await settled();
      answers.push(read());
    }
    assert.equal(threads[0]!.pending, 2);
    assert.equal(readers.all.length, 1);
  });

  it('become two when one long read holds the first up, and the second answers what comes then', async () => {
    const search = read();
    clock.advance(201);
    const waiting = read();
    await settled();
    assert.equal(readers.all.length, 2);
    const next = read();
    threads[1]!.answer();
    assert.equal(await next, 'store reader 2');
    threads[0]!.answer();
    threads[0]!.answer();
    assert.deepEqual(await Promise.all([search, waiting]), ['store reader 1', 'store reader 1']);
    await readers.close();
    assert.deepEqual(
      threads.map(({ closed }) => closed),
      [true, true],
    );
  });

  it('stay one, and say so once, when there is no room for a second', async () => {
    refuses = true;
    void read();
    clock.advance(201);
    for (let count = 0; count < 3; count += 1) {
      void read();
      await settled();
    }
    assert.deepEqual([readers.all.length, reports], [1, ['The store has one reader only: no room']]);
  });

  it('refuse more than a thousand reads that wait', async () => {
    refuses = true;
    for (let count = 0; count < 1000; count += 1) void read();
    await assert.rejects(read(), { code: 'store_overloaded' });
  });
});
