/** Does something again and again at a pace, whether or not the last time has ended. */
export class Pace {
  readonly #everyMs: number;
  readonly #act: () => Promise<void>;
  readonly #open = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, act: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#act = act;
  }

  start(): void {
    this.#timer = setInterval(() => {
      const acting = this.#act().finally(() => this.#open.delete(acting));
      this.#open.add(acting);
    }, this.#everyMs);
  }

  /** Resolves when all that was begun has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
  }
}
