/** Runs jobs one after another in the order in which they come. One that fails holds up none behind it. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as the job does. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when the jobs that came so far have ended. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
