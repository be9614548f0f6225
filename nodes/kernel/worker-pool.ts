import type { Clock, Timer } from './clock.ts';
import { defineErrors } from './errors.ts';
import { WorkerClient } from './worker.ts';

export interface Job {
  /** Module that exports the function, without its extension. */
  readonly module: URL;
  readonly function: string;
  readonly argument: unknown;
}

const errors = defineErrors({
  pool_closed: { status: 503, message: () => 'The compute thread has ended, because the gateway stops.' },
});

const idleEndMs = 60_000;

/**
 * Heavy work, one job at a time in a thread of its own that is started on demand and ended after a minute without work:
 * on a gateway with two cores, control keeps one of them.
 */
export class WorkerPool {
  readonly #clock: Clock;
  #worker: WorkerClient | undefined;
  #idle: Timer | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Jobs that wait or run. */
  get depth(): number {
    return this.#queued;
  }

  run(job: Job): Promise<unknown> {
    this.#queued += 1;
    this.#idle?.cancel();
    const result = this.#last.then(() => this.#runNow(job));
    this.#last = result.catch(() => undefined).then(() => this.#finished());
    return result;
  }

  /** For good, in the middle of a job: what runs is rejected with `worker_stopped`, what waits and comes with `pool_closed`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle?.cancel();
    await this.#worker?.terminate();
  }

  #runNow(job: Job): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(errors.pool_closed());
    this.#worker ??= new WorkerClient({
      module: new URL('./job.worker', import.meta.url),
      name: 'compute',
      onStopped: () => {
        this.#worker = undefined;
      },
    });
    return this.#worker.call('run', { module: job.module.href, function: job.function, argument: job.argument });
  }

  #finished(): void {
    this.#queued -= 1;
    if (this.#queued === 0 && !this.#isClosed) this.#idle = this.#clock.after(idleEndMs, () => this.#endThread());
  }

  #endThread(): void {
    void this.#worker?.close();
    this.#worker = undefined;
  }
}
