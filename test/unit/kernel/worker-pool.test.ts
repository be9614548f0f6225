import assert from 'node:assert/strict';
import { WorkerPool } from '../../../nodes/kernel/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import type { busy } from './jobs.fixture.ts';

type Ran = Awaited<ReturnType<typeof busy>>;

describe('worker pool', () => {
  let clock: ManualClock;
  let pool: WorkerPool;

  beforeEach(() => {
    clock = new ManualClock();
    pool = new WorkerPool(clock);
  });
  afterEach(() => pool.close());

  const run = (name: string, argument?: unknown): Promise<unknown> =>
    pool.run({ module: new URL('./jobs.fixture', import.meta.url), function: name, argument });
  const runBusy = async (): Promise<Ran> => (await run('busy', 5)) as Ran;
  /** The end of a job is noted just after its result. */
  const untilNothingWaits = async (): Promise<void> => {
    while (pool.depth > 0) await new Promise((resolve) => setImmediate(resolve));
  };

  it('runs one job at a time, in their order, in one thread', async () => {
    const order: number[] = [];
    const jobs = [0, 1, 2].map(async (number) => {
      const ran = await runBusy();
      order.push(number);
      return ran;
    });
    assert.equal(pool.depth, 3);
    const ran = await Promise.all(jobs);
    assert.deepEqual(order, [0, 1, 2]);
    assert.deepEqual(
      ran.map(({ together }) => together),
      [1, 1, 1],
    );
    assert.equal(new Set(ran.map(({ thread }) => thread)).size, 1);
    await untilNothingWaits();
  });

  it('ends its thread after a minute without work, and starts another one for the next job', async () => {
    const first = await runBusy();
    await untilNothingWaits();
    clock.advance(59_999);
    assert.equal((await runBusy()).thread, first.thread, 'a job within the minute finds the same thread');
    await untilNothingWaits();
    clock.advance(59_999);
    assert.equal((await runBusy()).thread, first.thread, 'and starts the minute anew');
    await untilNothingWaits();
    clock.advance(60_000);
    assert.notEqual((await runBusy()).thread, first.thread);
  });

  it('does not end its thread while a job runs or waits', async () => {
    const jobs = [runBusy(), runBusy()];
    clock.advance(600_000);
    const [first, second] = await Promise.all(jobs);
    assert.equal(first?.thread, second?.thread);
  });

  it('brings the error of a job back and goes on', async () => {
    await assert.rejects(run('fail', 'span is empty'), { code: 'internal', message: 'span is empty' });
    await assert.rejects(run('unknownJob'), /exports no unknownJob/);
    assert.equal((await runBusy()).together, 1);
  });

  it('rejects what runs, waits and comes when it is closed, without waiting for it', async () => {
    const before = performance.now();
    const jobs = [run('busy', 60_000), runBusy()];
    await new Promise((resolve) => setImmediate(resolve));
    await pool.close();
    const outcomes = await Promise.allSettled([...jobs, runBusy()]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code),
      ['worker_stopped', 'pool_closed', 'pool_closed'],
    );
    assert.ok(performance.now() - before < 2000);
  });

  it('rejects the job whose thread ends, and runs the next one in a new thread', async () => {
    const { thread } = await runBusy();
    const [ended, next] = [run('exit'), runBusy()];
    await assert.rejects(ended, { code: 'worker_stopped' });
    assert.notEqual((await next).thread, thread);
  });
});
