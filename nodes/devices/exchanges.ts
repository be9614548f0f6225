import { type Clock, defineErrors, randomId, type Timer } from '../kernel/index.ts';

export interface RegisterRead {
  readonly functionCode: 1 | 2 | 3 | 4;
  /** Protocol address, 0..65535. */
  readonly address: number;
  readonly quantity: number;
}

const errors = defineErrors({
  no_answer: { status: 503, message: ({ limit }) => `no answer within ${String(limit)} ms` },
  not_attached: { status: 503, message: () => 'no flow polls this device' },
});

interface Pending {
  readonly resolve: (words: Uint16Array) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

/**
 * Reads that travel through the flow: each leaves with a random one-use name and only the answer that carries it counts,
 * so nothing that a flow makes up can enter the process image.
 */
export class Exchanges {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  #send: ((read: RegisterRead, exchange: string) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `device-poll` lends its output. Returns the function that takes it back. */
  attach(send: (read: RegisterRead, exchange: string) => void): () => void {
    this.#send = send;
    return () => {
      if (this.#send === send) this.#send = undefined;
    };
  }

  get attached(): boolean {
    return this.#send !== undefined;
  }

  read(read: RegisterRead, timeoutMs: number): Promise<Uint16Array> {
    const send = this.#send;
    if (!send) return Promise.reject(errors.not_attached());
    return new Promise((resolve, reject) => {
      const exchange = randomId();
      const timer = this.#clock.after(timeoutMs, () => {
        this.#pending.delete(exchange);
        reject(errors.no_answer({ limit: timeoutMs }));
      });
      this.#pending.set(exchange, { resolve, reject, timer });
      send(read, exchange);
    });
  }

  /** `device-decode` brings an answer. False when no open read has that name. */
  answer(exchange: unknown, outcome: Uint16Array | Error): boolean {
    const pending = typeof exchange === 'string' ? this.#pending.get(exchange) : undefined;
    if (!pending) return false;
    this.#pending.delete(exchange as string);
    pending.timer.cancel();
    if (outcome instanceof Error) pending.reject(outcome);
    else pending.resolve(outcome);
    return true;
  }
}
